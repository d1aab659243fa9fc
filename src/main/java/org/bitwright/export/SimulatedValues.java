package org.bitwright.export;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.bitwright.model.Layer;
import org.bitwright.model.Model;
import org.bitwright.quant.LayerQuantizer;
import org.bitwright.quant.QuantConfig;
import org.bitwright.quant.TensorConfig;
import org.bitwright.quant.target.ActivationPlan;
import org.bitwright.runtime.Candidate;
import org.bitwright.task.CancelToken;

/** The workbench's own simulation of a configuration. */
public final class SimulatedValues {
    private SimulatedValues() {}

    /**
     * The values x̂ of every quantized weight, and those of every constant that an overlay replaces, by tensor name, in
     * storage order.
     */
    public static Map<String, float[]> of(Model model, QuantConfig config, LayerSource layers, CancelToken cancel)
            throws IOException {
        Map<String, float[]> values = new HashMap<>();
        for (Layer layer : model.layers()) {
            TensorConfig choice = config.of(layer.name());
            choice.overlay().ifPresent(overlay -> values.putAll(overlay.values()));
            if (choice.format().isQuantized()) {
                values.put(layer.weight().name(), of(layer, choice, layers, cancel));
            }
        }
        return values;
    }

    /** The network as a configuration makes it, with the activations of its plan. */
    public static Candidate candidate(
            Model model, QuantConfig config, ActivationPlan plan, LayerSource layers, CancelToken cancel)
            throws IOException {
        Map<String, float[]> constants = of(model, config, layers, cancel);
        plan.biases().values().forEach(bias -> constants.put(bias.bias(), bias.values()));
        return new Candidate(constants, plan.quantizers());
    }

    /** The values x̂ of one weight. */
    static float[] of(Layer layer, TensorConfig config, LayerSource layers, CancelToken cancel) throws IOException {
        return LayerQuantizer.values(
                layers.weights(layer, config, cancel),
                layers.quantized(layer, config, cancel).layerGrids(),
                cancel);
    }
}
