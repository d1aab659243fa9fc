package org.bitwright.optimize;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.bitwright.model.Layer;
import org.bitwright.model.Model;
import org.bitwright.quant.LayerQuantizer;
import org.bitwright.quant.LayerWeights;
import org.bitwright.quant.QuantConfig;
import org.bitwright.quant.TensorConfig;
import org.bitwright.task.CancelToken;

/**
 * The constants that make the model the float network behind a configuration, and the quantized one. Quantized weights
 * are kept for the configuration that each layer had last, since layers are improved one after the other.
 */
final class NetworkConstants {
    private final Model model;
    private final WeightSource source;
    private final Map<String, Quantized> kept = new HashMap<>();

    private record Quantized(TensorConfig config, float[] values) {}

    NetworkConstants(Model model, WeightSource source) {
        this.model = model;
        this.source = source;
    }

    /** The float network that a configuration quantizes: overlays without what bias correction added to them. */
    static Map<String, float[]> reference(QuantConfig config) {
        Map<String, float[]> constants = new HashMap<>();
        config.layers().values().forEach(layer -> layer.baseOverlay()
                .ifPresent(overlay -> constants.putAll(overlay.values())));
        return constants;
    }

    /** The quantized network. */
    Map<String, float[]> quantized(QuantConfig config, CancelToken cancel) throws IOException {
        Map<String, float[]> constants = new HashMap<>();
        config.layers().values().forEach(layer -> layer.overlay()
                .ifPresent(overlay -> constants.putAll(overlay.values())));
        for (Layer layer : model.layers()) {
            if (config.of(layer.name()).format().isQuantized()) {
                constants.put(layer.weight().name(), values(layer, config.of(layer.name()), cancel));
            }
        }
        return constants;
    }

    private float[] values(Layer layer, TensorConfig config, CancelToken cancel) throws IOException {
        Quantized known = kept.get(layer.name());
        if (known == null || !known.config().equals(config)) {
            LayerWeights weights = source.weights(layer, config, cancel);
            float[] values = LayerQuantizer.values(weights, LayerQuantizer.grids(weights, config, cancel), cancel);
            known = new Quantized(config, values);
            kept.put(layer.name(), known);
        }
        return known.values();
    }

    LayerWeights weights(Layer layer, TensorConfig config, CancelToken cancel) throws IOException {
        return source.weights(layer, config, cancel);
    }
}
