package org.bitwright.onnx;

import ai.onnx.proto.OnnxMl.ModelProto;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bitwright.model.ExternalFolder;
import org.bitwright.model.InvalidFileException;
import org.bitwright.model.Model;
import org.bitwright.model.OpenedFile;
import org.bitwright.model.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * An ONNX file: its messages and what was found in them. Immutable; a rewrite gives a new document that shares the
 * rest. Weights are read when someone looks.
 */
public final class OnnxDocument {
    private final Path file;
    private final ModelProto proto;
    private final OnnxWriter.Content bytes;
    private final ExternalFolder folder;
    private final CheckedGraph graph;
    private final Model model;
    private volatile @Nullable String digest;

    private OnnxDocument(Path file, ModelProto proto, OnnxWriter.Content bytes, ExternalFolder folder)
            throws IOException {
        this.file = file;
        this.proto = proto;
        this.bytes = bytes;
        this.folder = folder;
        ModelCheck.check(proto, file);
        this.graph = GraphCheck.check(proto, file, folder);
        this.model = ModelView.of(file, proto, graph);
    }

    /**
     * Opens and checks a file. What lies in external files is checked for place and size, but not read.
     *
     * @throws InvalidFileException if the file is no ONNX model or breaks a rule of loading.md
     */
    public static OnnxDocument open(Path file) throws IOException {
        OnnxReader.Parsed parsed = OnnxReader.read(file);
        return new OnnxDocument(file, parsed.model(), out -> out.write(parsed.bytes()), new ExternalFolder(file));
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

    /** Files beside the model that hold weights, in the order in which the model names them. */
    public List<Path> externalFiles() {
        List<Path> paths = new ArrayList<>();
        folder.files().forEach(external -> paths.add(external.path()));
        return paths;
    }

    /**
     * The document as an inference session takes it.
     *
     * @throws IOException if the graph with the weights in it is larger than 2 GiB, or external data have changed
     */
    public SessionSource sessionSource() throws IOException {
        return sessionSource(proto);
    }

    /** The same of other messages with the same external data. */
    SessionSource sessionSource(ModelProto messages) throws IOException {
        for (OpenedFile external : folder.files()) {
            external.checkUnchanged();
        }
        return new SessionSource(
                Serialized.bytes(messages, file),
                folder.files().isEmpty() ? Optional.empty() : Optional.of(folder.path()));
    }

    /**
     * Hexadecimal SHA-256 of the document as it is written, and of its external data, where there are some. That of an
     * opened document is that of its file. Computed when first asked for.
     */
    public String digest() throws IOException {
        String known = digest;
        if (known == null) {
            known = Serialized.digest(bytes, folder.files());
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

    ExternalFolder folder() {
        return folder;
    }

    CheckedGraph graph() {
        return graph;
    }

    /** A document with other messages that shares the external data. */
    OnnxDocument with(ModelProto changed) throws IOException {
        return new OnnxDocument(file, changed, changed::writeTo, folder);
    }

    /** A document that says the same as this file in other messages: its digest is the file's. */
    OnnxDocument reinterpreted(ModelProto changed) throws IOException {
        return new OnnxDocument(file, changed, bytes, folder);
    }
}
