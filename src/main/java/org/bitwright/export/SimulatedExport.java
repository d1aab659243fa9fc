package org.bitwright.export;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.bitwright.model.ElementType;
import org.bitwright.model.Phrase;
import org.bitwright.onnx.OnnxWriter;
import org.bitwright.onnx.SimulatedWeights;
import org.bitwright.task.CancelToken;

/** ONNX with simulated weights (exports.md, 2): the same graph, float initializers that hold x̂. */
final class SimulatedExport implements Exporter {

    @Override
    public List<Phrase> write(ExportSource source, Path file, CancelToken cancel) throws IOException {
        Map<String, float[]> simulated = source.simulatedWeights(cancel);
        OnnxWriter.write(SimulatedWeights.replace(source.document(), simulated), file);
        return source.model().layers().stream()
                .filter(layer -> simulated.containsKey(layer.weight().name()))
                .filter(layer -> layer.weight().type().bits() < ElementType.FLOAT32.bits())
                .map(layer -> Phrase.of(
                        "'%s' is %s in the model: its simulated values are rounded to that type.",
                        layer.name(), layer.weight().type().name().toLowerCase(Locale.ROOT)))
                .toList();
    }

    @Override
    public boolean isRunnable() {
        return true;
    }
}
