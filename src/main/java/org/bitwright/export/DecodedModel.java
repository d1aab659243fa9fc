package org.bitwright.export;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bitwright.model.InvalidFileException;
import org.bitwright.onnx.OnnxDocument;
import org.bitwright.onnx.OnnxWriter;
import org.bitwright.onnx.SimulatedWeights;
import org.bitwright.task.CancelToken;

/** Puts coded weights back into the model that they came from. */
public final class DecodedModel {
    private DecodedModel() {}

    /**
     * Writes the model with the values x̂ of a file of coded weights, as {@link ExportTarget#SIMULATED} would have
     * written it.
     *
     * @throws InvalidFileException if the weights are another model's, or damaged
     * @throws IOException if the target is one of the files that are read, or cannot be written
     */
    public static void write(OnnxDocument document, CodedFile coded, Path target, CancelToken cancel)
            throws IOException {
        List<Path> inputs = new ArrayList<>(document.externalFiles());
        inputs.add(document.file());
        inputs.add(coded.path());
        ExportSource.refuse(target, inputs);
        Map<String, float[]> values = coded.valuesFor(document, cancel);
        try {
            OnnxWriter.write(SimulatedWeights.replace(document, values), target);
        } catch (IllegalArgumentException e) {
            throw new InvalidFileException(coded.path(), "", String.valueOf(e.getMessage()), e);
        }
    }
}
