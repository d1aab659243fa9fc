package org.bitwright.export;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.bitwright.model.InvalidFileException;
import org.bitwright.model.Phrase;
import org.bitwright.model.StateDict;
import org.bitwright.model.ToldException;
import org.bitwright.onnx.OnnxDocument;
import org.bitwright.onnx.OnnxWriter;
import org.bitwright.onnx.SimulatedWeights;
import org.bitwright.task.CancelToken;

/** Puts coded weights back into the model that they came from. */
public final class DecodedModel {
    private DecodedModel() {}

    /**
     * Writes the model with the values x̂ of a file of coded weights, as {@link ExportTarget#SIMULATED} would have
     * written it; weights without a network as {@link ExportTarget#PTH} or {@link ExportTarget#SAFETENSORS}, whichever
     * the target's ending tells.
     *
     * @throws InvalidFileException if the weights are another model's, or damaged
     * @throws IOException if the target is one of the files that are read, has no ending of the kind that is wanted, or
     *     cannot be written
     */
    public static void write(OnnxDocument document, CodedFile coded, Path target, CancelToken cancel)
            throws IOException {
        List<Path> inputs = new ArrayList<>(document.externalFiles());
        inputs.add(document.file());
        inputs.add(coded.path());
        ExportSource.refuse(target, inputs);
        Optional<StateDictExport> form = document.hasNetwork() ? Optional.empty() : Optional.of(form(target));
        OnnxDocument decoded;
        try {
            decoded = SimulatedWeights.replace(document, coded.valuesFor(document, cancel));
        } catch (IllegalArgumentException e) {
            throw new InvalidFileException(coded.path(), Phrase.toldBy(e), e);
        }
        if (form.isPresent()) {
            form.get().write(StateDict.of(decoded.initializers()), target, cancel);
        } else {
            OnnxWriter.write(decoded, target);
        }
    }

    private static StateDictExport form(Path target) throws IOException {
        String name = String.valueOf(target.getFileName()).toLowerCase(Locale.ROOT);
        if (name.endsWith(".pth") || name.endsWith(".pt")) {
            return StateDictExport.pth();
        } else if (name.endsWith(".safetensors")) {
            return StateDictExport.safetensors();
        }
        throw new ToldException(Phrase.of(
                "Weights without a network are written as .pth or .safetensors, not as '%s'.", target.getFileName()));
    }
}
