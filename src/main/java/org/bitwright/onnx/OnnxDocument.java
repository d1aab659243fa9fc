package org.bitwright.onnx;

import ai.onnx.proto.OnnxMl.ModelProto;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.bitwright.model.ExternalFolder;
import org.bitwright.model.InvalidFileException;
import org.bitwright.model.Model;
import org.bitwright.model.Tensor;
import org.bitwright.model.WeightFile;
import org.jspecify.annotations.Nullable;

/**
 * An ONNX file: its messages and what was found in them. Immutable; a rewrite gives a new document that shares the
 * rest. Weights are read when someone looks. A file of weights without a network is a document without operators, and
 * one that was joined to a graph has that graph's messages.
 */
public final class OnnxDocument {
    private final Path file;
    private final ModelProto proto;
    private final OnnxWriter.Content bytes;
    private final TensorSources sources;
    private final @Nullable WeightFile weights;
    private final CheckedGraph graph;
    private final Model model;
    private volatile @Nullable String digest;

    /** @param weights what the document stands for where it has no network */
    private OnnxDocument(
            Path file, ModelProto proto, OnnxWriter.Content bytes, TensorSources sources, @Nullable WeightFile weights)
            throws IOException {
        this.file = file;
        this.proto = proto;
        this.bytes = bytes;
        this.sources = sources;
        this.weights = weights;
        ModelCheck.check(proto, file);
        this.graph = GraphCheck.check(proto, file, sources);
        this.model = weights == null ? ModelView.of(file, proto, graph) : WeightsView.of(weights, graph);
    }

    /**
     * Opens and checks a file. What lies in external files is checked for place and size, but not read.
     *
     * @throws InvalidFileException if the file is no ONNX model or breaks a rule of loading.md
     */
    public static OnnxDocument open(Path file) throws IOException {
        OnnxReader.Parsed parsed = OnnxReader.read(file);
        return new OnnxDocument(
                file,
                parsed.model(),
                out -> out.write(parsed.bytes()),
                TensorSources.in(new ExternalFolder(file)),
                null);
    }

    /**
     * A document that holds the tensors of a file as constants, and no operators. It cannot be run; all that is done to
     * weights alone can be done to it. Its digest is that of the file, or of all of its parts.
     *
     * @throws InvalidFileException if a tensor breaks a rule
     */
    public static OnnxDocument ofWeights(WeightFile weights) throws IOException {
        return new OnnxDocument(
                weights.path(),
                WeightsGraph.of(weights),
                out -> {},
                new TensorSources(new ExternalFolder(weights.path()), WeightsGraph.given(weights)),
                weights);
    }

    /** A document that was put together: of messages, and of tensors that another reader gives. */
    static OnnxDocument joined(Path file, ModelProto proto, String how, TensorSources sources) throws IOException {
        byte[] told = how.getBytes(StandardCharsets.UTF_8);
        return new OnnxDocument(file, proto, out -> out.write(told), sources, null);
    }

    /** Whether there are operators, which can be run; else there are weights alone. */
    public boolean hasNetwork() {
        return weights == null;
    }

    public Model model() {
        return model;
    }

    /** The file that the document, or the one that it was rewritten from, was opened from. */
    public Path file() {
        return file;
    }

    /**
     * A constant of the main graph, weight or not, by the name of its value.
     *
     * @return empty where the main graph has no such constant
     */
    public Optional<Tensor> constant(String name) {
        return Optional.ofNullable(graph.constants().get(name))
                .map(constant -> constant.tensor().named(name));
    }

    /** The initializers of the main graph in the order of the file: its constants without those that operators give. */
    public List<Tensor> initializers() {
        return proto.getGraph().getInitializerList().stream()
                .flatMap(initializer -> constant(initializer.getName()).stream())
                .toList();
    }

    /** Other files that the document was made from, in the order in which it names them. */
    public List<Path> externalFiles() {
        return sources.paths().stream().filter(path -> !path.equals(file)).toList();
    }

    /**
     * The document as an inference session takes it.
     *
     * @throws IOException if there is no network, the graph with the weights in it is larger than 2 GiB, or external
     *     data have changed
     */
    public SessionSource sessionSource() throws IOException {
        return sessionSource(proto);
    }

    /** The same of other messages with the same external data. */
    SessionSource sessionSource(ModelProto messages) throws IOException {
        if (weights != null) {
            throw new InvalidFileException(file, WeightsGraph.NO_NETWORK);
        }
        sources.checkUnchanged();
        ExternalFolder folder = sources.folder();
        return new SessionSource(
                Serialized.bytes(InlinedWeights.given(messages, this), file),
                folder.files().isEmpty() ? Optional.empty() : Optional.of(folder.path()));
    }

    /**
     * Hexadecimal SHA-256 of the document as it is written, and of its external data, where there are some. That of an
     * opened document is that of its file; of one that was joined, that of its files and of how they are joined. Computed
     * when first asked for.
     */
    public String digest() throws IOException {
        String known = digest;
        if (known == null) {
            known = Serialized.digest(bytes, sources.files());
            digest = known;
        }
        return known;
    }

    /** A document with an entry among its metadata, which replaces an older one of the same key. */
    public OnnxDocument withMetadata(String key, String value) throws IOException {
        ModelProto.Builder changed = proto.toBuilder().clearMetadataProps();
        proto.getMetadataPropsList().stream()
                .filter(entry -> !entry.getKey().equals(key))
                .forEach(changed::addMetadataProps);
        changed.addMetadataPropsBuilder().setKey(key).setValue(value);
        return with(changed.build());
    }

    ModelProto proto() {
        return proto;
    }

    TensorSources sources() {
        return sources;
    }

    CheckedGraph graph() {
        return graph;
    }

    /** A document with other messages that shares the external data. */
    OnnxDocument with(ModelProto changed) throws IOException {
        return new OnnxDocument(file, changed, changed::writeTo, sources, weights);
    }

    /** A document that says the same as this file in other messages: its digest is the file's. */
    OnnxDocument reinterpreted(ModelProto changed) throws IOException {
        return new OnnxDocument(file, changed, bytes, sources, weights);
    }
}
