package org.bitwright.quant;

import java.util.Arrays;
import org.bitwright.task.CancelToken;
import org.bitwright.task.Parallel;

/**
 * Sorts floats: three passes of a stable radix sort over 11 bits each, every pass of many values cut into fixed stripes
 * for all cores. −0 comes before 0, as {@link Arrays#sort(float[])} has it.
 */
final class FloatSort {
    /** Fewer are sorted on one thread. */
    static final int FEW = 1 << 16;

    /** Fewer are sorted by comparison: the digits alone would take as long. */
    static final int VERY_FEW = 1 << 9;

    private static final int STRIPES = 8;
    private static final int BITS = 11;
    private static final int DIGITS = 1 << BITS;
    private static final int PASSES = 3;

    private final CancelToken cancel;
    private final int length;
    private final int stripes;

    private FloatSort(int length, CancelToken cancel) {
        this.length = length;
        this.stripes = length < FEW ? 1 : STRIPES;
        this.cancel = cancel;
    }

    /**
     * Sorts in place; takes as much memory again while it runs.
     *
     * @param values no NaN
     */
    static void sort(float[] values, CancelToken cancel) {
        if (values.length < VERY_FEW) {
            Arrays.sort(values);
            return;
        }
        FloatSort sort = new FloatSort(values.length, cancel);
        float[] from = values;
        float[] to = new float[values.length];
        for (int pass = 0; pass < PASSES; pass++) {
            sort.pass(from, to, pass * BITS);
            float[] swap = from;
            from = to;
            to = swap;
        }
        System.arraycopy(from, 0, values, 0, values.length);
    }

    private void pass(float[] from, float[] to, int shift) {
        int[][] places = new int[stripes][];
        Parallel.forSlices(stripes, cancel, stripe -> places[stripe] = count(from, stripe, shift));
        int place = 0;
        for (int digit = 0; digit < DIGITS; digit++) {
            for (int[] counts : places) {
                int count = counts[digit];
                counts[digit] = place;
                place += count;
            }
        }
        Parallel.forSlices(stripes, cancel, stripe -> scatter(from, to, stripe, shift, places[stripe]));
    }

    private int[] count(float[] from, int stripe, int shift) {
        int[] counts = new int[DIGITS];
        int end = start(stripe + 1);
        for (int i = start(stripe); i < end; i++) {
            counts[digit(from[i], shift)]++;
        }
        return counts;
    }

    private void scatter(float[] from, float[] to, int stripe, int shift, int[] places) {
        int end = start(stripe + 1);
        for (int i = start(stripe); i < end; i++) {
            float x = from[i];
            to[places[digit(x, shift)]++] = x;
        }
    }

    private int start(int stripe) {
        return (int) ((long) stripe * length / stripes);
    }

    /** Of the unsigned number that rises with the value. */
    private static int digit(float x, int shift) {
        int bits = Float.floatToRawIntBits(x);
        int key = bits ^ ((bits >> 31) | Integer.MIN_VALUE);
        return key >>> shift & DIGITS - 1;
    }
}
