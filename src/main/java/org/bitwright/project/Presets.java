package org.bitwright.project;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bitwright.model.Layer;
import org.bitwright.model.Model;
import org.bitwright.quant.ActivationConfig;
import org.bitwright.quant.Preset;
import org.bitwright.quant.QuantConfig;
import org.bitwright.quant.TensorConfig;
import org.bitwright.quant.target.NetworkPreset;

/** Puts presets on layers. */
public final class Presets {
    private Presets() {}

    /**
     * Every layer at 8 bits symmetric per tensor, minmax: one range a layer, so that the first histogram has handles to
     * take hold of.
     */
    public static QuantConfig initial(Model model) {
        Map<String, TensorConfig> layers = new LinkedHashMap<>();
        model.layers().forEach(layer -> layers.put(layer.name(), Preset.INT8_TENSOR.config()));
        return QuantConfig.of(layers);
    }

    /** A choice as it is possible for a layer: per tensor where the layer lacks the axis of channels or groups. */
    public static TensorConfig fitting(TensorConfig config, Layer layer) {
        return config.fitting(layer);
    }

    /**
     * Applies a preset to layers.
     *
     * @param names layers of the model; others are passed over
     * @param overwriteHandMade whether ranges set by hand are given up; else layers that have some stay as they are
     */
    public static QuantConfig apply(
            Preset preset, Model model, QuantConfig config, Collection<String> names, boolean overwriteHandMade) {
        QuantConfig next = config;
        for (String name : names) {
            Layer layer = model.layer(name).orElse(null);
            if (layer != null && (overwriteHandMade || !config.of(name).isHandMade())) {
                next = next.with(
                        name,
                        fitting(preset.config().withOverlay(config.of(name).baseOverlay()), layer));
            }
        }
        return next;
    }

    /**
     * Applies a preset to the whole network. Activations that it does not quantize become float.
     *
     * @param overwriteHandMade whether ranges set by hand are given up; else layers and activations that have some stay
     */
    public static QuantConfig apply(NetworkPreset preset, Model model, QuantConfig config, boolean overwriteHandMade) {
        QuantConfig next = config.withTarget(preset.target());
        for (Layer layer : model.layers()) {
            TensorConfig before = config.of(layer.name());
            if (overwriteHandMade || !before.isHandMade()) {
                next = next.with(layer.name(), fitting(preset.weight(layer).withOverlay(before.baseOverlay()), layer));
            }
        }
        Map<String, ActivationConfig> activations = preset.activations(model);
        if (!overwriteHandMade) {
            config.activations().forEach((edge, choice) -> {
                if (choice.isHandMade()) {
                    activations.put(edge, choice);
                }
            });
        }
        return next.withActivations(activations);
    }
}
