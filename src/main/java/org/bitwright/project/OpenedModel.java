package org.bitwright.project;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bitwright.onnx.ImportNote;
import org.bitwright.onnx.OnnxDocument;
import org.bitwright.onnx.QuantizedImport;
import org.bitwright.project.Problem.Kind;
import org.bitwright.project.Problem.Severity;
import org.bitwright.quant.QuantConfig;
import org.bitwright.quant.TargetProfile;

/**
 * A model as it is opened: a float network as the file has it, or the one that a quantized file stands for.
 *
 * @param document in float, with the digest of the file
 * @param config to begin with: the file's own where it is quantized, else 8 bits symmetric per tensor
 * @param notes what the user should know of a file that was quantized
 */
record OpenedModel(OnnxDocument document, QuantConfig config, List<Problem> notes) {
    OpenedModel {
        notes = List.copyOf(notes);
    }

    static OpenedModel open(Path file) throws IOException {
        return of(OnnxDocument.open(file));
    }

    static OpenedModel of(OnnxDocument document) throws IOException {
        Optional<QuantizedImport> imported = QuantizedImport.of(document);
        return imported.isPresent()
                ? of(imported.get())
                : new OpenedModel(document, Presets.initial(document.model()), List.of());
    }

    private static OpenedModel of(QuantizedImport imported) {
        List<Problem> notes = new ArrayList<>();
        notes.add(Problem.ofProject(
                Severity.INFO,
                Kind.QUANTIZED_FILE,
                imported.layers().size(),
                imported.activations().size()));
        imported.notes().stream().map(OpenedModel::problem).forEach(notes::add);
        return new OpenedModel(
                imported.document(),
                QuantConfig.of(imported.layers(), imported.activations(), TargetProfile.NONE),
                notes);
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
