package org.bitwright.quant.target;

import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bitwright.model.Layer;
import org.bitwright.model.Model;
import org.bitwright.quant.ActivationConfig;
import org.bitwright.quant.Calibrator;
import org.bitwright.quant.Grid;
import org.bitwright.quant.LayerQuantizer;
import org.bitwright.quant.LayerWeights;
import org.bitwright.quant.NumberFormat;
import org.bitwright.quant.Preset;
import org.bitwright.quant.QuantConfig;
import org.bitwright.quant.Range;
import org.bitwright.quant.Scheme;
import org.bitwright.quant.TargetProfile;
import org.bitwright.quant.TensorConfig;
import org.bitwright.task.CancelToken;

/** Plans for tests: ranges by edge, −1 … 3 where none is given; weights as they are in the model. */
final class Plans {
    static final Range USUAL = new Range(-1, 3);

    private Plans() {}

    static ActivationConfig integers(int bits, Scheme scheme) {
        return ActivationConfig.ofStatic((NumberFormat.Ranged) NumberFormat.uniform(bits, scheme), Calibrator.minMax());
    }

    /** All layers by one preset, these edges by one choice. */
    static QuantConfig config(
            Model model, Preset weights, Collection<String> edges, ActivationConfig choice, TargetProfile target) {
        QuantConfig config = QuantConfig.empty().withTarget(target);
        for (Layer layer : model.layers()) {
            config = config.with(layer.name(), weights.config().fitting(layer));
        }
        return config.editActivations(edges, before -> choice);
    }

    static ActivationPlan plan(Model model, QuantConfig config, Map<String, Range> ranges) throws IOException {
        return TargetRules.plan(
                model,
                config,
                (edge, choice) ->
                        Optional.of(((NumberFormat.Ranged) choice.format()).grid(ranges.getOrDefault(edge, USUAL))),
                numbers(config));
    }

    static LayerNumbers numbers(QuantConfig config) {
        return new LayerNumbers() {
            @Override
            public List<Grid> grids(Layer layer) throws IOException {
                TensorConfig choice = config.of(layer.name());
                LayerWeights weights = LayerWeights.read(layer, choice.overlay(), CancelToken.none());
                return LayerQuantizer.grids(weights, choice, CancelToken.none()).list();
            }

            @Override
            public float[] added(Layer layer, String constant) throws IOException {
                float[] changed = config.of(layer.name())
                        .overlay()
                        .map(overlay -> overlay.values().get(constant))
                        .orElse(null);
                return changed == null ? layer.bias().orElseThrow().readFloats() : changed;
            }
        };
    }

    static List<TargetRule> rules(List<RuleNote> notes) {
        return notes.stream().map(RuleNote::rule).toList();
    }
}
