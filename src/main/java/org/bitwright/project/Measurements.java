package org.bitwright.project;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.bitwright.analysis.SweepPlan;
import org.bitwright.analysis.SweepResult;
import org.bitwright.model.Model;
import org.bitwright.quant.ActivationConfig;
import org.bitwright.quant.QuantConfig;
import org.bitwright.quant.TargetProfile;
import org.bitwright.quant.TensorConfig;
import org.jspecify.annotations.Nullable;

/** What was measured on the present evaluation data, by configuration. Thread-safe; forgets the oldest over a bound. */
final class Measurements {
    private static final int MAX_MEASUREMENTS = 1000;

    private final Map<QuantConfig, Measurement> byConfig = new LinkedHashMap<>(16, 0.75f, true);
    private final Model model;
    private @Nullable SweepResult sweep;
    private long revision;

    Measurements(Model model) {
        this.model = model;
    }

    synchronized Optional<Measurement> get(QuantConfig config) {
        return Optional.ofNullable(byConfig.get(essence(config)));
    }

    synchronized void put(QuantConfig config, Measurement measurement) {
        byConfig.put(essence(config), measurement);
        if (byConfig.size() > MAX_MEASUREMENTS) {
            byConfig.remove(byConfig.keySet().iterator().next());
        }
        revision++;
    }

    synchronized Optional<SweepResult> sweep() {
        return Optional.ofNullable(sweep);
    }

    synchronized void sweep(SweepResult result) {
        sweep = result;
        revision++;
    }

    synchronized void clear() {
        byConfig.clear();
        sweep = null;
        revision++;
    }

    /** Drops what depends on calibration data. */
    synchronized void dropCalibrated() {
        boolean dropped = byConfig.keySet().removeIf(ActivationPlanning::needsStatistics);
        if (sweep != null && needsStatistics(sweep.plan())) {
            sweep = null;
            dropped = true;
        }
        revision += dropped ? 1 : 0;
    }

    private static boolean needsStatistics(SweepPlan plan) {
        return plan.series().stream().anyMatch(line -> line.part().hasActivations())
                || ActivationPlanning.needsStatistics(plan.rest());
    }

    /** All measurements, oldest first: a snapshot. */
    synchronized Map<QuantConfig, Measurement> all() {
        return new LinkedHashMap<>(byConfig);
    }

    /** Changes whenever something is added or dropped. */
    synchronized long revision() {
        return revision;
    }

    /**
     * The same configuration without what changes no number: float layers with their own weights, float activations, what
     * the model lacks, and a target whose rules have nothing to rule.
     */
    private QuantConfig essence(QuantConfig config) {
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
}
