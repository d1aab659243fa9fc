package org.bitwright.quant;

import java.util.Arrays;
import java.util.List;
import org.bitwright.task.CancelToken;
import org.bitwright.task.Parallel;

/** Finds the grid of every granule as a configuration asks: by hand where there is one, else by the calibrator. */
final class GridResolution {
    private final LayerWeights weights;
    private final TensorConfig config;
    private final ChannelLayout layout;
    private final ChannelStatistics statistics;

    GridResolution(LayerWeights weights, TensorConfig config) {
        this.weights = weights;
        this.config = config;
        this.layout = weights.layout(config.granularity());
        this.statistics = weights.statistics(config.granularity());
    }

    List<Grid> grids(CancelToken cancel) {
        Grid[] grids = new Grid[layout.channels()];
        Parallel.forSlices(grids.length, cancel, granule -> grids[granule] = grid(granule));
        return List.of(grids);
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
        return RangeSearch.best(
                format, statistics.range(granule), grid -> GranuleErrors.of(weights.values(), layout, granule, grid)
                        .sumSquaredError());
    }

    private Range percentileRange(NumberFormat.Uniform format, int granule, double percent) {
        boolean magnitudes = !format.scheme().hasZeroPoint();
        float[] sorted = new float[statistics.finite(granule)];
        int n = 0;
        for (int o = 0; o < layout.outer(); o++) {
            int at = (o * layout.channels() + granule) * layout.inner();
            for (int i = at; i < at + layout.inner(); i++) {
                float x = weights.values()[i];
                if (Float.isFinite(x)) {
                    sorted[n++] = magnitudes ? Math.abs(x) : x;
                }
            }
        }
        Arrays.sort(sorted);
        if (n == 0) {
            return new Range(0, 0);
        }
        if (magnitudes) {
            float end = interpolated(sorted, percent);
            return new Range(-end, end);
        }
        double tail = (100 - percent) / 2;
        return new Range(interpolated(sorted, tail), interpolated(sorted, 100 - tail));
    }

    private static float interpolated(float[] sorted, double percent) {
        double place = percent / 100 * (sorted.length - 1);
        int below = (int) Math.floor(place);
        int above = Math.min(below + 1, sorted.length - 1);
        return (float) (sorted[below] + ((double) sorted[above] - sorted[below]) * (place - below));
    }
}
