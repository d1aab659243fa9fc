package org.bitwright.analysis;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bitwright.model.Layer;
import org.bitwright.model.Model;
import org.bitwright.model.Phrase;
import org.bitwright.model.RefusedException;
import org.bitwright.quant.ActivationConfig;
import org.bitwright.quant.QuantConfig;
import org.bitwright.quant.TensorConfig;
import org.bitwright.quant.target.ActivationPlan;
import org.bitwright.quant.target.TargetRule;
import org.bitwright.runtime.Candidate;
import org.bitwright.runtime.session.InferenceException;
import org.bitwright.task.CancelToken;

/**
 * What a sweep tries: quantized weights, and what rounds activations. Grids are kept, since finding them is what costs; so are the values of
 * layers that the sweep leaves alone, and those of candidates within a memory budget.
 */
final class SweepCandidates {
    private static final long MAX_BUDGET = 256L << 20;

    private final Model model;
    private final List<Layer> swept;
    private final QuantConfig rest;
    private final QuantConfig present;
    private final Sweep.Source source;
    private final List<String> edges;
    private final QuantizedValues quantized;
    private final Map<QuantConfig, Map<String, float[]>> kept = new HashMap<>();
    private final Map<QuantConfig, ActivationPlan> plans = new HashMap<>();
    private final Map<String, float[]> restValues = new HashMap<>();
    private long budget = Math.min(MAX_BUDGET, Runtime.getRuntime().maxMemory() / 8);
    private boolean restIsKnown;

    SweepCandidates(SweepPlan plan, Model model, Sweep.Source source) {
        this.model = model;
        this.source = source;
        this.quantized = new QuantizedValues(source);
        this.rest = plan.rest();
        this.present = plan.present();
        this.swept = model.layers().stream()
                .filter(layer -> plan.layers().isEmpty() || plan.layers().contains(layer.name()))
                .toList();
        plan.layers().stream()
                .filter(name -> model.layer(name).isEmpty())
                .findFirst()
                .ifPresent(name -> {
                    throw new RefusedException(Phrase.of("no layer is named '%s'", name));
                });
        this.edges = plan.series().stream().anyMatch(line -> line.part().hasActivations())
                ? plan.activations(model)
                : List.of();
    }

    /** The whole network's configuration at a point; equal for points that come to the same numbers. */
    QuantConfig config(SweepSeries series, int bits) {
        Map<String, TensorConfig> layers = new HashMap<>();
        model.layers().forEach(layer -> layers.put(layer.name(), rest.of(layer.name())));
        swept.forEach(layer -> layers.put(
                layer.name(),
                QuantizedValues.essence(
                        layer,
                        series.at(bits).withOverlay(present.of(layer.name()).baseOverlay()))));
        Map<String, ActivationConfig> activations = new LinkedHashMap<>(rest.activations());
        if (series.part().hasActivations()) {
            edges.forEach(edge -> activations.put(edge, series.activationAt(bits)));
        }
        return QuantConfig.of(layers, activations, rest.target());
    }

    /** What runs for a configuration. */
    Candidate candidate(QuantConfig config, CancelToken cancel) throws IOException, InferenceException {
        Map<String, float[]> values = new HashMap<>(rest(cancel));
        Map<String, float[]> known = kept.get(config);
        values.putAll(known == null ? made(config, cancel) : known);
        if (!config.quantizesActivations()) {
            return Candidate.ofWeights(values);
        }
        ActivationPlan plan = plans.get(config);
        if (plan == null) {
            plan = source.plan(config, cancel);
            plans.put(config, plan);
        }
        if (plan.quantizers().isEmpty()) {
            throw new InferenceException(plan.violations().stream()
                    .filter(note -> note.rule() == TargetRule.NO_STATISTICS)
                    .findFirst()
                    .map(note -> Phrase.of(
                            "No activation of the network can be quantized: %s",
                            Phrase.of(
                                    "'%s' has no range, since its values are not known: calibration data are missing",
                                    note.subject())))
                    .orElseGet(() -> Phrase.of("No activation of the network can be quantized.")));
        }
        plan.biases().values().forEach(bias -> values.put(bias.bias(), bias.values()));
        return new Candidate(values, plan.quantizers());
    }

    private Map<String, float[]> made(QuantConfig config, CancelToken cancel) throws IOException {
        Map<String, float[]> values = new HashMap<>();
        long bytes = 0;
        for (Layer layer : swept) {
            cancel.throwIfCancelled();
            config.of(layer.name()).overlay().ifPresent(overlay -> values.putAll(overlay.values()));
            if (!config.of(layer.name()).format().isQuantized()) {
                continue;
            }
            values.put(layer.weight().name(), quantized.of(layer, config.of(layer.name()), cancel));
            bytes += layer.parameters() * Float.BYTES;
        }
        if (bytes <= budget) {
            budget -= bytes;
            kept.put(config, values);
        }
        return values;
    }

    private Map<String, float[]> rest(CancelToken cancel) throws IOException {
        if (restIsKnown) {
            return restValues;
        }
        List<Layer> others = new ArrayList<>(model.layers());
        others.removeAll(swept);
        for (Layer layer : others) {
            TensorConfig config = rest.of(layer.name());
            config.overlay().ifPresent(overlay -> restValues.putAll(overlay.values()));
            if (config.format().isQuantized()) {
                cancel.throwIfCancelled();
                restValues.put(layer.weight().name(), quantized.of(layer, config, cancel));
            }
        }
        restIsKnown = true;
        return restValues;
    }
}
