package org.bitwright.quant;

import java.util.Arrays;

/**
 * The innermost loops. HotSpot's C2 compiler turns a loop into vector instructions only if it is small, if all its
 * float arrays are walked from the same index, and if no scalar carries from one turn to the next: so blocks are copied
 * to where sums are kept one a place, from index 0. A loop that reads from and writes to memory is the faster the more
 * arithmetic it hides behind the waiting. Divisions stay divisions: multiplying by the reciprocal rounds differently.
 */
final class VectorLoops {
    /**
     * Values in a block. With its sums it stays in the first-level cache, and it is short enough for the processor to
     * fetch the next one from memory meanwhile.
     */
    static final int BLOCK = 256;

    /** Adding and subtracting 1.5·2^23 rounds half to even where |x| &lt; 2^22. */
    private static final float ROUNDING = 12582912f;

    private VectorLoops() {}

    /** Values {@code from … to − 1}, none of which an end of the grid clips. */
    static void round(float[] x, float[] quantized, int from, int to, float scale) {
        for (int i = from; i < to; i++) {
            quantized[i] = ((x[i] / scale + ROUNDING) - ROUNDING) * scale;
        }
    }

    static void clampAndRound(float[] x, float[] quantized, int from, int to, float scale, float low, float high) {
        for (int i = from; i < to; i++) {
            float steps = Math.min(Math.max(x[i] / scale, low), high);
            quantized[i] = ((steps + ROUNDING) - ROUNDING) * scale;
        }
    }

    static void round(float[] x, float[] quantized, int n, float[] scale) {
        for (int j = 0; j < n; j++) {
            quantized[j] = ((x[j] / scale[j] + ROUNDING) - ROUNDING) * scale[j];
        }
    }

    static void clampAndRound(float[] x, float[] quantized, int n, float[] scale, float[] low, float[] high) {
        for (int j = 0; j < n; j++) {
            float steps = Math.min(Math.max(x[j] / scale[j], low[j]), high[j]);
            quantized[j] = ((steps + ROUNDING) - ROUNDING) * scale[j];
        }
    }

    static void addSquares(float[] x, float[] quantized, float[] squares, int n) {
        for (int j = 0; j < n; j++) {
            float e = quantized[j] - x[j];
            squares[j] += e * e;
        }
    }

    /** Adds e² and x·e to the sums of each place and raises its greatest |e|. */
    static void addErrors(float[] x, float[] quantized, float[] squares, float[] products, float[] greatest, int n) {
        for (int j = 0; j < n; j++) {
            float v = x[j];
            float e = quantized[j] - v;
            squares[j] += e * e;
            products[j] += v * e;
            greatest[j] = Math.max(greatest[j], Math.abs(e));
        }
    }

    /** Adds e² and x̂² to the sums of each place and raises its greatest |e|. */
    static void addErrorsOfClipped(
            float[] x, float[] quantized, float[] squares, float[] quantizedSquares, float[] greatest, int n) {
        for (int j = 0; j < n; j++) {
            float q = quantized[j];
            float e = q - x[j];
            squares[j] += e * e;
            quantizedSquares[j] += q * q;
            greatest[j] = Math.max(greatest[j], Math.abs(e));
        }
    }

    /** Makes the excess of a place positive if its value lies beyond an end: (x − low)·(high − x) is negative then. */
    static void addExcess(float[] x, float[] excess, int n, float low, float high) {
        for (int j = 0; j < n; j++) {
            float inside = (x[j] - low) * (high - x[j]);
            excess[j] += Math.abs(inside) - inside;
        }
    }

    static void addExcess(float[] x, float[] excess, int n, float[] low, float[] high) {
        for (int j = 0; j < n; j++) {
            float inside = (x[j] - low[j]) * (high[j] - x[j]);
            excess[j] += Math.abs(inside) - inside;
        }
    }

    /** The sum in double precision and fixed order; clears the array. */
    static double drain(float[] sums, int n) {
        double a = 0;
        double b = 0;
        double c = 0;
        double d = 0;
        int j = 0;
        for (; j + 3 < n; j += 4) {
            a += sums[j];
            b += sums[j + 1];
            c += sums[j + 2];
            d += sums[j + 3];
        }
        for (; j < n; j++) {
            a += sums[j];
        }
        Arrays.fill(sums, 0, n, 0f);
        return (a + b) + (c + d);
    }

    /** The largest; clears the array. */
    static float drainMax(float[] values, int n) {
        float max = 0;
        for (int j = 0; j < n; j++) {
            if (values[j] > max) {
                max = values[j];
            }
            values[j] = 0;
        }
        return max;
    }
}
