package org.bitwright.quant;

import java.util.Arrays;

/** The finite values of one granule for a search that looks at them many times. One thread. */
final class GranuleValues implements RangeSearch.SquaredError {
    private static final int BLOCK = VectorLoops.BLOCK;

    /** Values whose errors are added up in single precision: few enough for {@link RangeSearch#NOTABLE}. */
    private static final int PART = 64 * BLOCK;

    private final boolean vectors = VectorModule.isOn();
    private final int count;
    /** With zeros behind them, where vectors take them. */
    private final float[] values;

    private final boolean extreme;
    private final float[] block = new float[BLOCK];
    private final float[] quantized = new float[BLOCK];
    private final float[] squares = new float[BLOCK];

    /** @param finite the finite values */
    GranuleValues(float[] finite, Range range) {
        count = finite.length;
        values = vectors ? Arrays.copyOf(finite, VectorApiSearch.padded(count)) : finite;
        extreme = KernelPath.isExtreme(range);
    }

    /** The finite values of a granule in storage order: a new array. */
    static float[] finite(float[] values, GranuleLayout layout, int granule) {
        float[] gathered = new float[layout.values(granule)];
        layout.gather(values, granule, gathered);
        return finite(gathered);
    }

    /** The finite ones among values, in their order: the same array, if all are. */
    static float[] finite(float[] values) {
        int n = 0;
        for (float x : values) {
            if (Float.isFinite(x)) {
                values[n++] = x;
            }
        }
        return n == values.length ? values : Arrays.copyOf(values, n);
    }

    @Override
    public double of(Grid grid) {
        boolean fits =
                grid instanceof UniformGrid || (grid instanceof FloatGrid floats && MagnitudeRounding.fits(floats));
        if (extreme || !fits) {
            return scalar(grid);
        }
        double sum = 0;
        for (int left = count; left > 0; left -= PART) {
            int from = count - left;
            int n = Math.min(PART, left);
            if (vectors) {
                vectors(grid, from, VectorApiSearch.padded(n));
            } else {
                for (int at = 0; at < n; at += BLOCK) {
                    plain(grid, from + at, Math.min(BLOCK, n - at));
                }
            }
            sum += VectorLoops.drain(squares, Math.min(n, BLOCK));
        }
        return sum;
    }

    private void vectors(Grid grid, int at, int n) {
        if (grid instanceof UniformGrid uniform) {
            VectorApiSearch.uniform(
                    values, at, n, uniform.scale(), uniform.lowestSteps(), uniform.highestSteps(), squares);
        } else if (grid instanceof FloatGrid floats) {
            VectorApiSearch.floats(MagnitudeRounding.of(floats.type()), values, at, n, floats.scale(), squares);
        }
    }

    private void plain(Grid grid, int at, int n) {
        System.arraycopy(values, at, block, 0, n);
        if (grid instanceof UniformGrid uniform) {
            VectorLoops.clampAndRound(
                    block, quantized, 0, n, uniform.scale(), uniform.lowestSteps(), uniform.highestSteps());
        } else if (grid instanceof FloatGrid floats) {
            MagnitudeRounding.of(floats.type()).quantize(block, block, quantized, n, floats.scale());
        }
        VectorLoops.addSquares(block, quantized, squares, n);
    }

    private double scalar(Grid grid) {
        double sum = 0;
        for (int i = 0; i < count; i++) {
            double e = (double) grid.quantize(values[i]) - values[i];
            sum += e * e;
        }
        return sum;
    }
}
