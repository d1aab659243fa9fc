package org.bitwright.quant;

import java.util.Arrays;

/**
 * The innermost loops. HotSpot's C2 compiler turns a loop into vector instructions only if it is small, if all its
 * float arrays are walked from the same index, and if no scalar carries from one turn to the next: so blocks are copied
 * to where sums are kept one a place, from index 0. A loop that reads from and writes to memory is the faster the more
 * arithmetic it hides behind the waiting. Divisions stay divisions: multiplying by the reciprocal rounds differently.
 */
final class VectorLoops {
    /** Places that squares are added up at: few, since all are added up once a look. */
    static final int BLOCK = 256;

    /** Sums in double precision that squares go to in turn. */
    static final int PARTS = 4;

    private VectorLoops() {}

    static void clampAndRound(float[] x, float[] quantized, int from, int to, float scale, float low, float high) {
        for (int i = from; i < to; i++) {
            float steps = Math.min(Math.max(x[i] / scale, low), high);
            quantized[i] = ((steps + LaneLoops.ROUNDING) - LaneLoops.ROUNDING) * scale;
        }
    }

    static void addSquares(float[] x, float[] quantized, float[] squares, int n) {
        for (int j = 0; j < n; j++) {
            float e = quantized[j] - x[j];
            squares[j] += e * e;
        }
    }

    /** The sum in double precision, every fourth place together; clears the array. */
    static double drain(float[] sums, int n) {
        double a = 0;
        double b = 0;
        double c = 0;
        double d = 0;
        int j = 0;
        for (; j + PARTS <= n; j += PARTS) {
            a += sums[j];
            b += sums[j + 1];
            c += sums[j + 2];
            d += sums[j + 3];
        }
        a += j < n ? sums[j] : 0;
        b += j + 1 < n ? sums[j + 1] : 0;
        c += j + 2 < n ? sums[j + 2] : 0;
        Arrays.fill(sums, 0, n, 0f);
        return (a + b) + (c + d);
    }
}
