package org.bitwright.quant;

/**
 * Count, sum and sum of squares of a bin in one number: the squares from bit 0, the sum from bit 28, the count from bit
 * 49. A value's place in its bin is in whole 128ths of the width.
 */
final class MomentCell {
    static final int FRACTION_BITS = 7;

    /** Places in a bin that are told apart. */
    static final int UNITS = 1 << FRACTION_BITS;

    /** Values that a cell has room for, wherever they lie in the bin; with one more, it might be negative. */
    static final int MOST = (1 << 14) - 1;

    static final int SUM_SHIFT = 28;
    private static final int COUNT_SHIFT = 49;
    static final long ONE = 1L << COUNT_SHIFT;

    private MomentCell() {}

    /** What a value adds to its cell, by its place in the bin. */
    static long[] added() {
        long[] added = new long[UNITS];
        for (long f = 0; f < UNITS; f++) {
            added[(int) f] = ONE + (f << SUM_SHIFT) + f * f;
        }
        return added;
    }

    static long count(long cell) {
        return cell >>> COUNT_SHIFT;
    }

    static long sum(long cell) {
        return (cell & (ONE - 1)) >>> SUM_SHIFT;
    }

    static long squares(long cell) {
        return cell & ((1L << SUM_SHIFT) - 1);
    }
}
