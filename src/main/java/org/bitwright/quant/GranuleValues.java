package org.bitwright.quant;

import java.util.Arrays;

/** The finite values of one granule for a search that looks at them many times. One thread. */
final class GranuleValues implements RangeSearch.SquaredError {
    private static final int BLOCK = VectorLoops.BLOCK;

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
        if (vectors) {
            vectors(grid);
        } else {
            for (int at = 0; at < count; at += BLOCK) {
                plain(grid, at, Math.min(BLOCK, count - at));
            }
        }
        return VectorLoops.drain(squares, Math.min(count, BLOCK));
    }

    private void vectors(Grid grid) {
        if (grid instanceof UniformGrid uniform) {
            VectorApiSearch.uniform(
                    values, values.length, uniform.scale(), uniform.lowestSteps(), uniform.highestSteps(), squares);
        } else if (grid instanceof FloatGrid floats) {
            VectorApiSearch.floats(MagnitudeRounding.of(floats.type()), values, values.length, floats.scale(), squares);
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
