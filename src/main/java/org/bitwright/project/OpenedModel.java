package org.bitwright.project;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bitwright.io.WeightFiles;
import org.bitwright.model.InvalidFileException;
import org.bitwright.model.ModelSource;
import org.bitwright.model.Phrase;
import org.bitwright.model.WeightFile;
import org.bitwright.onnx.ImportNote;
import org.bitwright.onnx.JoinedWeights;
import org.bitwright.onnx.OnnxDocument;
import org.bitwright.onnx.QuantizedImport;
import org.bitwright.onnx.StackedWeights;
import org.bitwright.project.Problem.Kind;
import org.bitwright.project.Problem.Severity;
import org.bitwright.quant.QuantConfig;
import org.bitwright.quant.TargetProfile;

/**
 * A model as it is opened: a float network as the file has it, the one that a quantized file stands for, weights alone,
 * or weights joined to a network.
 *
 * @param document in float
 * @param config to begin with: the file's own where it is quantized, else 8 bits symmetric per tensor
 * @param notes what the user should know of how the files were read
 * @param quantized whether the weights came as codes with scales
 * @param files what the document is made of
 */
record OpenedModel(
        ModelSource source,
        OnnxDocument document,
        QuantConfig config,
        List<Problem> notes,
        boolean quantized,
        ModelFiles files) {
    OpenedModel {
        notes = List.copyOf(notes);
    }

    /** Opens an ONNX file or one of weights, whichever it is by its content. */
    static OpenedModel open(Path file) throws IOException {
        return WeightFiles.recognizes(file) ? of(WeightFiles.open(file)) : of(OnnxDocument.open(file));
    }

    static OpenedModel open(ModelSource source) throws IOException {
        if (source instanceof ModelSource.Network network) {
            return of(OnnxDocument.open(network.file()));
        } else if (source instanceof ModelSource.Joined joined) {
            return joined(joined, WeightFiles.open(joined.file()));
        } else if (source instanceof ModelSource.Stacked stacked) {
            return stacked(stacked, WeightFiles.open(stacked.file()));
        }
        return of(WeightFiles.open(source.file()));
    }

    static OpenedModel of(OnnxDocument document) throws IOException {
        Optional<QuantizedImport> imported = QuantizedImport.of(document);
        ModelFiles files = ModelFiles.of(document);
        return imported.isPresent()
                ? of(imported.get(), files)
                : new OpenedModel(
                        new ModelSource.Network(document.file()),
                        document,
                        Presets.initial(document.model()),
                        List.of(),
                        false,
                        files);
    }

    private static OpenedModel of(QuantizedImport imported, ModelFiles files) {
        List<Problem> notes = new ArrayList<>();
        notes.add(Problem.ofProject(
                Severity.INFO,
                Kind.QUANTIZED_FILE,
                imported.layers().size(),
                imported.activations().size()));
        imported.notes().stream().map(OpenedModel::problem).forEach(notes::add);
        return new OpenedModel(
                new ModelSource.Network(imported.document().file()),
                imported.document(),
                QuantConfig.of(imported.layers(), imported.activations(), TargetProfile.NONE),
                notes,
                true,
                files);
    }

    static OpenedModel of(WeightFile weights) throws IOException {
        OnnxDocument document = OnnxDocument.ofWeights(weights);
        StoredChoices choices = StoredChoices.of(weights, document.model());
        return new OpenedModel(
                new ModelSource.Weights(weights.path()),
                document,
                choices.config(),
                choices.notes(),
                choices.quantized(),
                ModelFiles.of(weights, document));
    }

    /** The float network of an ONNX file whose constants take other values. */
    static OnnxDocument graph(Path file) throws IOException {
        return of(OnnxDocument.open(file)).document();
    }

    static OpenedModel joined(ModelSource.Joined source, WeightFile weights) throws IOException {
        OnnxDocument graph = graph(source.graph());
        return put(source, weights, Optional.of(graph), () -> JoinedWeights.join(weights, graph, source.pairs()));
    }

    static OpenedModel stacked(ModelSource.Stacked source, WeightFile weights) throws IOException {
        return put(source, weights, Optional.empty(), () -> StackedWeights.stack(weights, source.stack()));
    }

    /** Puts a network together. */
    @FunctionalInterface
    private interface Joining {
        OnnxDocument join() throws IOException;
    }

    private static OpenedModel put(
            ModelSource source, WeightFile weights, Optional<OnnxDocument> graph, Joining joining) throws IOException {
        OnnxDocument alone = OnnxDocument.ofWeights(weights);
        StoredChoices choices = StoredChoices.of(weights, alone.model());
        OnnxDocument document;
        try {
            document = joining.join();
        } catch (IllegalArgumentException e) {
            throw new InvalidFileException(
                    source.file(), Phrase.of("it cannot be joined to a network so: %s", Phrase.toldBy(e)), e);
        }
        QuantConfig config = new CarriedChoices(source, alone.model(), document.model()).carried(choices.config());
        return new OpenedModel(
                source,
                document,
                config,
                choices.notesOfJoined(),
                choices.quantized(),
                new ModelFiles(Optional.of(weights), alone, graph));
    }

    private static Problem problem(ImportNote note) {
        Object[] arguments = note.arguments().toArray();
        return switch (note.kind()) {
            case OPERATOR_KEPT -> Problem.ofProject(Severity.WARNING, Kind.IMPORT_OPERATOR, arguments);
            case RECTIFIED -> Problem.ofProject(Severity.INFO, Kind.IMPORT_RECTIFIED, arguments);
            case COPIED -> Problem.ofProject(Severity.INFO, Kind.IMPORT_COPIED, arguments);
            case ACTIVATION_UNMATCHED -> Problem.ofProject(Severity.WARNING, Kind.IMPORT_ACTIVATION, arguments);
            case ACTIVATION_SEVERAL -> Problem.ofProject(Severity.WARNING, Kind.IMPORT_SEVERAL, arguments);
            case CONSTANT_AS_FLOATS -> Problem.ofProject(Severity.INFO, Kind.IMPORT_CONSTANT, arguments);
            case WEIGHT_OTHER_AXIS -> ofLayer(note, Kind.IMPORT_AXIS);
            case WEIGHT_SCALES -> ofLayer(note, Kind.IMPORT_SCALES);
        };
    }

    private static Problem ofLayer(ImportNote note, Kind kind) {
        return Problem.ofLayer(Severity.WARNING, kind, note.arguments().get(0));
    }
}
