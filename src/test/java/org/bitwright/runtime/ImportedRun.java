package org.bitwright.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.LinkedHashMap;
import java.util.Map;
import org.bitwright.model.Layer;
import org.bitwright.onnx.ActivationQuantizers;
import org.bitwright.onnx.OnnxDocument;
import org.bitwright.onnx.QuantizedImport;
import org.bitwright.onnx.QuantizerForm;
import org.bitwright.onnx.SimulatedWeights;
import org.bitwright.quant.ActivationConfig;
import org.bitwright.quant.LayerQuantizer;
import org.bitwright.quant.LayerWeights;
import org.bitwright.quant.NumberFormat;
import org.bitwright.quant.TensorConfig;
import org.bitwright.quant.target.Quantizer;
import org.bitwright.task.CancelToken;

/** A quantized file beside the network that is rebuilt from what it says. */
final class ImportedRun {
    private static final CancelToken NEVER = CancelToken.none();

    private ImportedRun() {}

    /**
     * Runs a file and what is rebuilt of it, and compares what they answer.
     *
     * @param tolerance 0 for the same bits
     * @param x the input, of a shape
     */
    static QuantizedImport sameBits(OnnxDocument file, float tolerance, float[] x, long... shape)
            throws Exception {
        QuantizedImport imported = QuantizedImport.of(file).orElseThrow();
        Map<String, float[]> weights = new LinkedHashMap<>();
        for (Layer layer : imported.document().model().layers()) {
            TensorConfig choice = imported.layers().getOrDefault(layer.name(), TensorConfig.unquantized());
            LayerWeights values = LayerWeights.read(layer, choice.overlay(), NEVER);
            weights.put(
                    layer.weight().name(),
                    LayerQuantizer.values(values, LayerQuantizer.grids(values, choice, NEVER), NEVER));
        }
        Map<String, Quantizer> activations = new LinkedHashMap<>();
        imported.activations().forEach((edge, choice) -> activations.put(edge, quantizer(choice)));
        OnnxDocument rebuilt = ActivationQuantizers.insert(
                SimulatedWeights.replace(imported.document(), weights), activations, QuantizerForm.INTEGERS);
        float[] expected = run(file, x, shape);
        float[] found = run(rebuilt, x, shape);
        if (tolerance == 0) {
            assertThat(found).isEqualTo(expected);
        } else {
            assertThat(found).containsExactly(expected, within(tolerance));
        }
        return imported;
    }

    private static Quantizer quantizer(ActivationConfig choice) {
        return choice.isDynamic()
                ? Quantizer.dynamic()
                : Quantizer.of(choice.manual().orElseThrow().grid((NumberFormat.Ranged) choice.format()));
    }

    static float[] run(OnnxDocument document, float[] x, long... shape) throws Exception {
        return SingleRun.first(Sessions.simulating(document), Map.of("x", SingleRun.floats(x, shape)));
    }
}
