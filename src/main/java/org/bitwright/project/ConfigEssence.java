package org.bitwright.project;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.bitwright.model.Model;
import org.bitwright.quant.ActivationConfig;
import org.bitwright.quant.QuantConfig;
import org.bitwright.quant.TargetProfile;
import org.bitwright.quant.TensorConfig;
import org.bitwright.quant.WeightOverlay;

/** What of configurations changes numbers: two with the same essence come to the same results. */
final class ConfigEssence {
    private final Model model;

    ConfigEssence(Model model) {
        this.model = model;
    }

    /**
     * The same configuration without what changes no number: float layers with their own weights, float activations, what
     * the model lacks, and a target whose rules have nothing to rule.
     */
    QuantConfig of(QuantConfig config) {
        Map<String, TensorConfig> layers = new LinkedHashMap<>();
        model.layers().forEach(layer -> {
            TensorConfig choice = config.of(layer.name());
            if (choice.format().isQuantized() || choice.overlay().isPresent()) {
                layers.put(layer.name(), choice);
            }
        });
        Map<String, ActivationConfig> activations = new LinkedHashMap<>();
        model.edges().forEach(edge -> {
            ActivationConfig choice = config.activation(edge.name());
            if (choice.isQuantized()) {
                activations.put(edge.name(), choice);
            }
        });
        return QuantConfig.of(layers, activations, activations.isEmpty() ? TargetProfile.NONE : config.target());
    }

    /** The float weights that a configuration quantizes, where they are not the model's own. */
    Map<String, WeightOverlay> floatWeights(QuantConfig config) {
        Map<String, WeightOverlay> overlays = new LinkedHashMap<>();
        model.layers().forEach(layer -> {
            Optional<WeightOverlay> overlay = config.of(layer.name()).baseOverlay();
            overlay.ifPresent(found -> overlays.put(layer.name(), found));
        });
        return overlays;
    }
}
