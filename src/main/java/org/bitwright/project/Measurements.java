package org.bitwright.project;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.bitwright.analysis.SweepPlan;
import org.bitwright.analysis.SweepResult;
import org.bitwright.model.Model;
import org.bitwright.quant.QuantConfig;
import org.jspecify.annotations.Nullable;

/** What was measured on the present evaluation data, by configuration. Thread-safe; forgets the oldest over a bound. */
final class Measurements {
    private static final int MAX_MEASUREMENTS = 1000;

    private final Map<QuantConfig, Measurement> byConfig = new LinkedHashMap<>(16, 0.75f, true);
    private final ConfigEssence essence;
    private final Supplier<Set<QuantConfig>> searched;
    private @Nullable SweepResult sweep;
    private long revision;

    /** @param searched the configurations that the newest search measured */
    Measurements(Model model, Supplier<Set<QuantConfig>> searched) {
        this.searched = searched;
        essence = new ConfigEssence(model);
    }

    synchronized Optional<Measurement> get(QuantConfig config) {
        return Optional.ofNullable(byConfig.get(essence.of(config)));
    }

    synchronized void put(QuantConfig config, Measurement measurement) {
        byConfig.put(essence.of(config), measurement);
        if (byConfig.size() > MAX_MEASUREMENTS) {
            dropOldest();
        }
        revision++;
    }

    /** What a search speaks of stays as long as there is anything else. */
    private void dropOldest() {
        Set<QuantConfig> wanted = searched.get();
        byConfig.keySet().stream()
                .filter(config -> !wanted.contains(config))
                .findFirst()
                .or(() -> byConfig.keySet().stream().findFirst())
                .ifPresent(byConfig::remove);
    }

    /** Keeps what was measured in passing, unless more is known. */
    synchronized void putIfAbsent(QuantConfig config, Measurement measurement) {
        if (!byConfig.containsKey(essence.of(config))) {
            put(config, measurement);
        }
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
}
