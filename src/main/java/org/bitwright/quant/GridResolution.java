package org.bitwright.quant;

import java.util.Arrays;
import java.util.List;
import org.bitwright.task.CancelToken;
import org.bitwright.task.Parallel;

/** Finds the grid of every granule as a configuration asks: by hand where there is one, else by the calibrator. */
final class GridResolution {
    /** Granules up to this many values are searched on the values themselves. */
    private static final int DIRECT = 1 << 14;

    private static final int SEARCH_BINS = 1 << 12;

    /** Two squared errors nearer to each other than this are taken as equal: float32 sums may differ by less. */
    private static final double NOTABLE = 1e-5;

    private final LayerWeights weights;
    private final TensorConfig config;
    private final ChannelLayout layout;
    private final GranuleStatistics statistics;
    private final CancelToken cancel;

    GridResolution(LayerWeights weights, TensorConfig config, CancelToken cancel) {
        this.weights = weights;
        this.config = config;
        this.layout = weights.layout(config.granularity());
        this.statistics = weights.statistics(config.granularity());
        this.cancel = cancel;
    }

    List<Grid> grids() {
        Grid[] grids = new Grid[layout.channels()];
        Parallel.forSlices(grids.length, cancel, granule -> grids[granule] = grid(granule));
        return Arrays.asList(grids);
    }

    private Grid grid(int granule) {
        if (config.format() instanceof NumberFormat.Uniform format) {
            ManualGrid manual = config.manual().get(granule);
            return manual != null ? manual.grid(format) : calibrated(format, granule);
        }
        return config.format() instanceof NumberFormat.Binary
                ? new BinaryGrid((float) statistics.meanMagnitude(granule))
                : new Grid.Identity();
    }

    private UniformGrid calibrated(NumberFormat.Uniform format, int granule) {
        Calibrator calibrator = config.calibrator();
        if (calibrator instanceof Calibrator.ArticleRule) {
            return ArticleGrid.of(format);
        }
        if (calibrator instanceof Calibrator.Percentile percentile) {
            return UniformGrid.of(format, percentileRange(format, granule, percentile.percent()));
        }
        if (calibrator instanceof Calibrator.MeanSquaredError) {
            return leastSquares(format, granule);
        }
        return UniformGrid.of(format, statistics.range(granule));
    }

    private UniformGrid leastSquares(NumberFormat.Uniform format, int granule) {
        Range full = statistics.range(granule);
        if (layout.channels() == 1 && layout.size() > DIRECT) {
            UniformGrid best = RangeSearch.best(format, full, RangeSearch.estimated(weights.histogram()));
            return better(best, UniformGrid.of(format, full), this::exactSquaredError);
        }
        GranuleValues values = new GranuleValues(weights.values(), layout, granule, statistics);
        if (layout.valuesPerChannel() <= DIRECT) {
            return better(
                    RangeSearch.best(format, full, values::squaredError),
                    UniformGrid.of(format, full),
                    values::squaredError);
        }
        MomentHistogram histogram = MomentHistogram.of(weights.values(), layout, granule, full, SEARCH_BINS);
        UniformGrid best = RangeSearch.best(format, full, RangeSearch.estimated(histogram));
        return better(best, UniformGrid.of(format, full), values::squaredError);
    }

    private static UniformGrid better(UniformGrid found, UniformGrid minmax, RangeSearch.SquaredError error) {
        return error.of(found) < error.of(minmax) * (1 - NOTABLE) ? found : minmax;
    }

    private double exactSquaredError(UniformGrid grid) {
        return new FakeQuantization(weights.values(), layout, statistics, List.of(grid), null)
                .run(cancel)
                .get(0)
                .sumSquaredError();
    }

    private Range percentileRange(NumberFormat.Uniform format, int granule, double percent) {
        float[] values = layout.channels() == 1
                ? weights.values()
                : GranuleValues.finite(weights.values(), layout, granule, statistics.finite(granule));
        if (!format.scheme().hasZeroPoint()) {
            float end = OrderStatistics.percentiles(values, true, cancel, percent)[0];
            return new Range(-end, end);
        }
        double tail = (100 - percent) / 2;
        float[] ends = OrderStatistics.percentiles(values, false, cancel, tail, 100 - tail);
        return new Range(ends[0], ends[1]);
    }
}
