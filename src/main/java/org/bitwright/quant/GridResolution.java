package org.bitwright.quant;

import java.util.List;
import org.bitwright.task.CancelToken;
import org.bitwright.task.Parallel;

/** Finds the grid of every granule as a configuration asks: by hand where there is one, else by the format's rule. */
final class GridResolution {
    /** At least, so that all threads have some. */
    private static final int SLICES_A_THREAD = 4;

    private final LayerWeights weights;
    private final TensorConfig config;
    private final GranuleLayout layout;
    private final CancelToken cancel;

    GridResolution(LayerWeights weights, TensorConfig config, CancelToken cancel) {
        this.weights = weights;
        this.config = config;
        this.layout = weights.granules(config.granularity());
        this.cancel = cancel;
    }

    List<Grid> grids() {
        Grid[] grids = grids(config);
        if (config.calibrator() instanceof Calibrator.MeanSquaredError
                && config.format() instanceof NumberFormat.Ranged
                && !(config.rounding() instanceof Rounding.Assigned)
                && !config.rounding().isHalfEven()) {
            keepBetter(grids, grids(config.withCalibrator(Calibrator.minMax())));
        }
        return GridList.of(grids, cancel);
    }

    /** Ranges are searched for rounding to the nearest level: with another rounding minmax may be the better one. */
    private void keepBetter(Grid[] found, Grid[] minmax) {
        forGranules((granule, source) -> {
            if (!found[granule].equals(minmax[granule])
                    && squaredError(granule, minmax[granule]) < squaredError(granule, found[granule])) {
                found[granule] = minmax[granule];
            }
        });
    }

    private double squaredError(int granule, Grid grid) {
        double sum = 0;
        int count = layout.values(granule);
        for (int place = 0; place < count; place++) {
            int index = layout.index(granule, place);
            float x = weights.values()[index];
            if (Float.isFinite(x)) {
                double e = (double) grid.quantize(x, config.rounding(), index) - x;
                sum += e * e;
            }
        }
        return sum;
    }

    private Grid[] grids(TensorConfig config) {
        Rule rule = rule(config);
        Grid[] grids = new Grid[layout.granules()];
        forGranules((granule, source) -> grids[granule] = rule.grid(granule, source));
        return grids;
    }

    /** Work on a granule, whose values come from a source of the thread's own. */
    private interface GranuleWork {
        void run(int granule, GranuleSource source);
    }

    private interface Rule {
        Grid grid(int granule, GranuleSource source);
    }

    private void forGranules(GranuleWork work) {
        int granules = layout.granules();
        int slices = slices(granules);
        Parallel.forSlices(slices, cancel, slice -> {
            int end = (int) ((slice + 1L) * granules / slices);
            GranuleSource source = new GranuleSource(weights.values(), layout, end);
            for (int granule = (int) ((long) slice * granules / slices); granule < end; granule++) {
                work.run(granule, source);
            }
        });
    }

    private int slices(int granules) {
        int most = Math.min(granules, Math.max(1, weights.values().length / Granule.SLICE_VALUES));
        int together = GranuleSource.isTogether(layout) ? granules / GranuleSource.TOGETHER : granules;
        return Math.min(most, Math.max(together, Math.min(granules, SLICES_A_THREAD * Parallel.threads())));
    }

    private Rule rule(TensorConfig config) {
        NumberFormat format = config.format();
        if (format instanceof NumberFormat.Ranged ranged) {
            RangeCalibration calibration =
                    new RangeCalibration(weights, layout, ranged, config.calibrator(), config.granularity(), cancel);
            return (granule, source) -> {
                ManualGrid manual = config.manual().get(granule);
                return manual != null ? manual.grid(ranged) : calibration.grid(granule, source);
            };
        }
        if (format instanceof NumberFormat.NvFp4) {
            float tensorScale = NvFp4Grid.tensorScale(
                    weights.statistics(Granularity.TENSOR).range(0).magnitude());
            return (granule, source) ->
                    NvFp4Grid.of(tensorScale, at(granule, source).range().magnitude());
        }
        if (format instanceof NumberFormat.HalfFloat half) {
            Grid grid = new FloatGrid(half.type(), 1, half.saturating());
            return (granule, source) -> grid;
        }
        return (granule, source) -> defined(format, at(granule, source));
    }

    private Granule at(int granule, GranuleSource source) {
        return Granule.of(weights, config.granularity(), source, granule);
    }

    /** The grid of a format that leaves nothing to choose. */
    private Grid defined(NumberFormat format, Granule granule) {
        if (format instanceof NumberFormat.Binary) {
            return new BinaryGrid((float) granule.meanMagnitude());
        }
        if (format instanceof NumberFormat.Ternary) {
            return granule.ternary();
        }
        if (format instanceof NumberFormat.Microscaling mx) {
            return microscaling(mx.element(), granule.range().magnitude());
        }
        if (format instanceof NumberFormat.Nf4) {
            float magnitude = granule.range().magnitude();
            return new TableGrid(LevelTable.NF4, magnitude == 0 ? 1 : Math.max(magnitude, Float.MIN_NORMAL));
        }
        return format instanceof NumberFormat.Codebook codebook
                ? new TableGrid(KMeans.centroids(granule.finite(), 1 << codebook.bits(), cancel), 1)
                : new Grid.Identity();
    }

    /** OCP MX 1.0, section 6.3: the shared scale is 2^(floor(log2 max|x|) − emax), within E8M0's 2^−127 … 2^127. */
    private static FloatGrid microscaling(FloatType element, float magnitude) {
        if (magnitude == 0) {
            return new FloatGrid(element, 1, true);
        }
        int exponent = exponent(magnitude) - element.maxExponent();
        return new FloatGrid(element, Math.scalb(1f, Math.max(-127, Math.min(127, exponent))), true);
    }

    /** floor(log2 x), of subnormal values too. */
    private static int exponent(float x) {
        return Math.getExponent((double) x);
    }
}
