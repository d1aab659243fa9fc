package org.bitwright.quant;

import java.util.List;
import org.bitwright.task.CancelToken;

/** Finds the grid of a format whose scale follows from a range, as a calibrator asks. */
final class RangeCalibration {
    /** Granules up to this many values are searched on the values themselves. */
    private static final int DIRECT = 1 << 14;

    private static final int SEARCH_BINS = 1 << 12;

    private final LayerWeights weights;
    private final GranuleLayout layout;
    private final NumberFormat.Ranged format;
    private final Calibrator calibrator;
    private final Granularity granularity;
    private final CancelToken cancel;

    RangeCalibration(
            LayerWeights weights,
            GranuleLayout layout,
            NumberFormat.Ranged format,
            Calibrator calibrator,
            Granularity granularity,
            CancelToken cancel) {
        this.weights = weights;
        this.layout = layout;
        this.format = format;
        this.calibrator = calibrator;
        this.granularity = granularity;
        this.cancel = cancel;
    }

    /** @param source of the weights' values at the granularity */
    Grid grid(int index, GranuleSource source) {
        if (calibrator instanceof Calibrator.ArticleRule && format instanceof NumberFormat.Uniform uniform) {
            return ArticleGrid.of(uniform);
        }
        Granule granule = Granule.of(weights, granularity, source, index);
        if (format instanceof NumberFormat.Uniform uniform && uniform.scheme() == Scheme.POWER_OF_TWO) {
            return powerOfTwo(uniform, granule);
        }
        if (calibrator instanceof Calibrator.MeanSquaredError) {
            return leastSquares(granule);
        }
        return format.grid(range(granule));
    }

    private Range range(Granule granule) {
        if (calibrator instanceof Calibrator.Percentile percentile) {
            return percentileRange(granule, percentile.percent());
        }
        return calibrator instanceof Calibrator.Entropy && granule.count() >= FormatRules.ENTROPY_VALUES
                ? EntropySearch.range(values(granule), granule.range(), format, cancel)
                : granule.range();
    }

    /** The granule's values, of which the finite ones count. */
    private float[] values(Granule granule) {
        return isWholeTensor() ? weights.values() : granule.finite();
    }

    private Grid leastSquares(Granule granule) {
        Range full = granule.range();
        Grid minmax = format.grid(full);
        if (isWholeTensor() && layout.size() > DIRECT) {
            Grid best = RangeSearch.best(format, full, RangeSearch.estimated(weights.histogram()));
            return RangeSearch.better(best, minmax, this::exactSquaredError);
        }
        float[] finite = granule.finite();
        if (finite.length <= DIRECT) {
            return RangeSearch.notablyBest(format, full, squaredError(finite, full));
        }
        MomentHistogram histogram =
                MomentHistogram.of(finite, new ChannelLayout(1, 1, finite.length), 0, full, SEARCH_BINS);
        Grid best = RangeSearch.best(format, full, RangeSearch.estimated(histogram));
        return RangeSearch.better(best, minmax, grid -> squaredError(finite, grid));
    }

    private static double squaredError(float[] values, Grid grid) {
        double sum = 0;
        for (float x : values) {
            double e = (double) grid.quantize(x) - x;
            sum += e * e;
        }
        return sum;
    }

    private Grid powerOfTwo(NumberFormat.Uniform uniform, Granule granule) {
        boolean all = calibrator instanceof Calibrator.MeanSquaredError;
        return PowerOfTwoSearch.best(uniform, range(granule), all, squaredError(granule));
    }

    private RangeSearch.SquaredError squaredError(Granule granule) {
        if (isWholeTensor()) {
            return this::exactSquaredError;
        }
        return squaredError(granule.finite(), granule.range());
    }

    private static RangeSearch.SquaredError squaredError(float[] finite, Range range) {
        return FewValues.suits(finite, range) ? new FewValues(finite) : new GranuleValues(finite, range);
    }

    private boolean isWholeTensor() {
        return layout.granules() == 1 && !granularity.isGroup();
    }

    private double exactSquaredError(Grid grid) {
        return new FakeQuantization(
                        weights.values(),
                        weights.tensorLayout(),
                        weights.statistics(Granularity.TENSOR),
                        List.of(grid),
                        null)
                .squaredError(cancel);
    }

    private Range percentileRange(Granule granule, double percent) {
        float[] values = values(granule);
        if (format.isSymmetric()) {
            float end = OrderStatistics.percentiles(values, true, cancel, percent)[0];
            return new Range(-end, end);
        }
        double tail = (100 - percent) / 2;
        float[] ends = OrderStatistics.percentiles(values, false, cancel, tail, 100 - tail);
        return new Range(ends[0], ends[1]);
    }
}
