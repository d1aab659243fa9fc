package org.bitwright.quant;

/**
 * Finds the grid of an activation from its {@link EdgeStatistics}, as a calibrator asks. What depends on errors is
 * searched by the errors that the histogram gives, in milliseconds.
 */
public final class ActivationCalibration {
    private final MomentHistogram histogram;
    private final EdgeStatistics statistics;
    private final NumberFormat.Ranged format;
    private final Calibrator calibrator;

    private ActivationCalibration(EdgeStatistics statistics, NumberFormat.Ranged format, Calibrator calibrator) {
        this.histogram = statistics.histogram();
        this.statistics = statistics;
        this.format = format;
        this.calibrator = calibrator;
    }

    /**
     * The grid. An activation without a finite value, or with none but 0, has the scale 1. Least squared error is never
     * worse than minmax by the histogram's estimate. Entropy takes the range of minmax where fewer than
     * {@value FormatRules#ENTROPY_VALUES} values came.
     *
     * @throws IllegalArgumentException if the calibrator cannot find scales of this format ({@link FormatRules})
     */
    public static Grid grid(EdgeStatistics statistics, NumberFormat.Ranged format, Calibrator calibrator) {
        FormatRules.obstacle(format, calibrator).ifPresent(obstacle -> {
            throw new IllegalArgumentException(obstacle.reason().toString());
        });
        return new ActivationCalibration(statistics, format, calibrator).grid();
    }

    private Grid grid() {
        if (calibrator instanceof Calibrator.ArticleRule && format instanceof NumberFormat.Uniform uniform) {
            return ArticleGrid.of(uniform);
        }
        boolean leastSquares = calibrator instanceof Calibrator.MeanSquaredError;
        RangeSearch.SquaredError error = RangeSearch.estimated(histogram);
        if (format instanceof NumberFormat.Uniform uniform && uniform.scheme() == Scheme.POWER_OF_TWO) {
            return PowerOfTwoSearch.best(uniform, range(), leastSquares, error);
        }
        if (leastSquares) {
            Range full = statistics.range();
            return RangeSearch.better(RangeSearch.best(format, full, error), format.grid(full), error);
        }
        return format.grid(range());
    }

    private Range range() {
        if (calibrator instanceof Calibrator.MovingAverage) {
            return statistics.averaged();
        }
        if (calibrator instanceof Calibrator.Percentile percentile) {
            return percentiles(percentile.percent());
        }
        return calibrator instanceof Calibrator.Entropy && statistics.count() >= FormatRules.ENTROPY_VALUES
                ? leastDivergence()
                : statistics.range();
    }

    private Range percentiles(double percent) {
        if (format.isSymmetric()) {
            float end = new HistogramOrder(HistogramFold.magnitudes(histogram)).percentile(percent);
            return new Range(-end, end);
        }
        HistogramOrder order = new HistogramOrder(histogram);
        double tail = (100 - percent) / 2;
        return new Range(order.percentile(tail), order.percentile(100 - tail));
    }

    private Range leastDivergence() {
        Range full = statistics.range();
        if (full.magnitude() == 0) {
            return full;
        }
        Range wide = EntropySearch.searched(full, format);
        MomentHistogram counted = format.isSymmetric() ? HistogramFold.magnitudes(histogram) : histogram;
        return EntropySearch.range(new HistogramOrder(counted).counts(wide, EntropySearch.BINS), wide, format);
    }
}
