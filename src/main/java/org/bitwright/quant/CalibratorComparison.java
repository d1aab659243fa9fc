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
import org.bitwright.task.CancelToken;
import org.bitwright.task.Progress;

/**
 * The calibrators side by side for one layer, so that a user sees what each would do before choosing one: minmax, the
 * percentiles 99.9 and 99.99 and the present one, mse and entropy, each at the format, granularity and rounding of one
 * configuration, all with exact errors. A value.
 *
 * @param config whose format, granularity, rounding and overlay all results share
 * @param results of the calibrators that have a meaning here, in a fixed order, and last the configuration as it stands
 *     where it holds more than its calibrator gives (ranges set by hand, assigned codes). Never empty
 * @param impossible the other calibrators, with what stands in their way
 */
public record CalibratorComparison(
        TensorConfig config, List<CalibratorResult> results, Map<Calibrator, FormatRules.Obstacle> impossible) {
    private static final List<Double> PERCENTS = List.of(99.9, 99.99);

    public CalibratorComparison {
        results = List.copyOf(results);
        impossible = Collections.unmodifiableMap(new LinkedHashMap<>(impossible));
    }

    /**
     * Fits and measures every calibrator: one exact pass over the weight each, and what its search takes.
     *
     * @param weights made for {@code config}'s overlay
     * @param progress counts calibrators; its message is not set
     * @throws java.util.concurrent.CancellationException if {@code cancel} is set
     */
    public static CalibratorComparison of(
            LayerWeights weights, TensorConfig config, Progress progress, CancelToken cancel) {
        List<CalibratorResult> results = new ArrayList<>();
        Map<Calibrator, FormatRules.Obstacle> impossible = new LinkedHashMap<>();
        TensorConfig free = free(config);
        boolean holdsMore = !free.equals(config);
        List<Calibrator> calibrators = calibrators(config.calibrator());
        int all = calibrators.size() + (holdsMore ? 1 : 0);
        for (int i = 0; i < calibrators.size(); i++) {
            cancel.throwIfCancelled();
            Calibrator calibrator = calibrators.get(i);
            Optional<FormatRules.Obstacle> obstacle = FormatRules.obstacle(weights.layer(), config, calibrator);
            obstacle.ifPresentOrElse(
                    reason -> impossible.put(calibrator, reason),
                    () -> results.add(result(weights, free.withCalibrator(calibrator), false, cancel)));
            progress.update(i + 1, all);
        }
        if (holdsMore) {
            results.add(result(weights, config, true, cancel));
            progress.update(all, all);
        }
        return new CalibratorComparison(config, results, impossible);
    }

    /** The result of the configuration that the comparison was made for. */
    public CalibratorResult present() {
        return results.stream()
                .filter(result -> result.config().equals(config))
                .findFirst()
                .orElse(results.get(0));
    }

    /** The result with the least Σe², the first of several. */
    public CalibratorResult best() {
        return results.stream()
                .min(Comparator.comparingDouble(result -> result.error().sumSquaredError()))
                .orElseThrow();
    }

    private static CalibratorResult result(
            LayerWeights weights, TensorConfig config, boolean isAsItStands, CancelToken cancel) {
        return new CalibratorResult(
                config.calibrator(), LayerQuantizer.quantize(weights, config, cancel), isAsItStands);
    }

    /** Without what a calibrator does not find. */
    private static TensorConfig free(TensorConfig config) {
        TensorConfig found = config.withoutManual();
        return found.rounding() instanceof Rounding.Assigned ? found.withRounding(Rounding.HALF_EVEN) : found;
    }

    private static List<Calibrator> calibrators(Calibrator present) {
        Set<Calibrator> all = new LinkedHashSet<>();
        all.add(Calibrator.minMax());
        all.addAll(percentiles(present));
        all.add(Calibrator.mse());
        all.add(Calibrator.entropy());
        all.add(present);
        return List.copyOf(all);
    }

    private static List<Calibrator> percentiles(Calibrator present) {
        Set<Double> percents = new TreeSet<>(PERCENTS);
        if (present instanceof Calibrator.Percentile percentile) {
            percents.add(percentile.percent());
        }
        return percents.stream().map(Calibrator::percentile).toList();
    }
}
