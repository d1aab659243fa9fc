package org.bitwright.quant;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The calibrators side by side for one activation at one format, like {@link CalibratorComparison} for a weight: minmax,
 * moving average, the percentiles 99.9, 99.99 and 99.999 and the present one, mse and entropy, with the errors that the
 * histogram gives. Some milliseconds. A value.
 *
 * @param results of the calibrators that have a meaning here, in a fixed order; never empty
 * @param impossible the other calibrators, with what stands in their way
 */
public record ActivationComparison(List<Result> results, Map<Calibrator, FormatRules.Obstacle> impossible) {
    private static final List<Double> PERCENTS = List.of(99.9, 99.99, Calibrator.Percentile.DEFAULT_ACTIVATION_PERCENT);

    public ActivationComparison {
        results = List.copyOf(results);
        impossible = Collections.unmodifiableMap(new LinkedHashMap<>(impossible));
    }

    /**
     * What one calibrator makes of the activation.
     *
     * @param error estimated
     */
    public record Result(Calibrator calibrator, Grid grid, QuantError error) {}

    /** @param present the calibrator that is chosen now */
    public static ActivationComparison of(EdgeStatistics statistics, NumberFormat.Ranged format, Calibrator present) {
        List<Result> results = new ArrayList<>();
        Map<Calibrator, FormatRules.Obstacle> impossible = new LinkedHashMap<>();
        for (Calibrator calibrator : calibrators(present)) {
            Optional<FormatRules.Obstacle> obstacle = obstacle(statistics, format, calibrator);
            obstacle.ifPresentOrElse(
                    reason -> impossible.put(calibrator, reason),
                    () -> results.add(result(statistics, format, calibrator)));
        }
        return new ActivationComparison(results, impossible);
    }

    /** Why a calibrator has no meaning for an activation at a format; empty where it has one. */
    public static Optional<FormatRules.Obstacle> obstacle(
            EdgeStatistics statistics, NumberFormat format, Calibrator calibrator) {
        Optional<FormatRules.Obstacle> few =
                calibrator instanceof Calibrator.Entropy && statistics.count() < FormatRules.ENTROPY_VALUES
                        ? Optional.of(FormatRules.Obstacle.ENTROPY_NEEDS_VALUES)
                        : Optional.empty();
        return FormatRules.obstacle(format, calibrator).or(() -> few);
    }

    /** The result with the least Σe², the first of several. */
    public Result best() {
        return results.stream()
                .min(Comparator.comparingDouble(result -> result.error().sumSquaredError()))
                .orElseThrow();
    }

    private static Result result(EdgeStatistics statistics, NumberFormat.Ranged format, Calibrator calibrator) {
        Grid grid = ActivationCalibration.grid(statistics, format, calibrator);
        return new Result(calibrator, grid, statistics.estimate(grid));
    }

    private static List<Calibrator> calibrators(Calibrator present) {
        Set<Calibrator> all = new LinkedHashSet<>();
        all.add(Calibrator.minMax());
        all.add(Calibrator.movingAverage());
        Set<Double> percents = new TreeSet<>(PERCENTS);
        if (present instanceof Calibrator.Percentile percentile) {
            percents.add(percentile.percent());
        }
        percents.forEach(percent -> all.add(Calibrator.percentile(percent)));
        all.add(Calibrator.mse());
        all.add(Calibrator.entropy());
        all.add(present);
        return List.copyOf(all);
    }
}
