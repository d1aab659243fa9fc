package org.bitwright.quant;

/**
 * Gathers many values into many bins of a {@link MomentHistogram}: a value's place in its bin is kept in whole 128ths of
 * the bin's width, so that count, sum and sum of squares of a bin are one number, and a value costs one access to a table
 * that fits the second-level cache. All sums are whole numbers: exact, whatever the order. One thread.
 */
final class FineHistogramBuilder {
    private static final int BLOCK = 1 << 12;
    private static final int FRACTION_BITS = 7;
    private static final int UNITS = 1 << FRACTION_BITS;

    /** A cell: the sum of squares from bit 0, the sum from bit 28, the count from bit 49. Its sign says that it is full. */
    private static final int SUM_SHIFT = 28;

    private static final int COUNT_SHIFT = 49;
    private static final long ONE = 1L << COUNT_SHIFT;

    private final float min;
    private final float max;
    private final double unitsPerWidth;
    private final long[] cells;
    private final long[] counts;
    private final long[] sums;
    private final long[] squares;
    private final long[] units = new long[BLOCK];
    private final boolean vectors = VectorModule.isOn();

    /** @param range the ends of the finite values to come */
    FineHistogramBuilder(Range range, int bins) {
        min = range.min();
        max = range.max();
        int used = min == max ? 1 : bins;
        unitsPerWidth = min == max ? 0 : (double) used * UNITS / ((double) max - min);
        cells = new long[used];
        counts = new long[used];
        sums = new long[used];
        squares = new long[used];
    }

    /** Adds the finite ones among {@code values[from … to − 1]}. */
    void add(float[] values, int from, int to) {
        for (int at = from; at < to; at += BLOCK) {
            int n = Math.min(BLOCK, to - at);
            place(values, at, n);
            count(values, at, n);
        }
    }

    /** In a loop by itself, since conversions hold up the additions behind them. */
    private void place(float[] values, int at, int n) {
        int done = vectors ? VectorApiStatistics.place(values, at, n, min, unitsPerWidth, units) : 0;
        for (int i = done; i < n; i++) {
            float x = values[at + i];
            units[i] = Math.abs(x) <= Float.MAX_VALUE ? (long) (((double) x - min) * unitsPerWidth) : -1;
        }
    }

    private void count(float[] values, int at, int n) {
        long end = (long) cells.length * UNITS;
        for (int i = 0; i < n; i++) {
            long unit = units[i];
            if (unit >= 0 && unit < end) {
                count(unit);
            } else if (Math.abs(values[at + i]) <= Float.MAX_VALUE) {
                count(end - 1);
            }
        }
    }

    private void count(long unit) {
        int bin = (int) (unit >> FRACTION_BITS);
        long f = unit & (UNITS - 1);
        long cell = cells[bin] + (ONE + (f << SUM_SHIFT) + f * f);
        cells[bin] = cell;
        if (cell < 0) {
            empty(bin);
        }
    }

    private void empty(int bin) {
        long cell = cells[bin];
        counts[bin] += cell >>> COUNT_SHIFT;
        sums[bin] += (cell & (ONE - 1)) >>> SUM_SHIFT;
        squares[bin] += cell & ((1L << SUM_SHIFT) - 1);
        cells[bin] = 0;
    }

    /** Adds what another builder of the same range and number of bins has gathered. */
    void add(FineHistogramBuilder other) {
        for (int bin = 0; bin < cells.length; bin++) {
            empty(bin);
            other.empty(bin);
            counts[bin] += other.counts[bin];
            sums[bin] += other.sums[bin];
            squares[bin] += other.squares[bin];
        }
    }

    MomentHistogram build() {
        float[] offsets = new float[counts.length];
        float[] spreads = new float[counts.length];
        for (int bin = 0; bin < counts.length; bin++) {
            empty(bin);
            if (counts[bin] > 0) {
                double mean = (double) sums[bin] / counts[bin];
                double variance = Math.max(0, (double) squares[bin] / counts[bin] - mean * mean);
                offsets[bin] = (float) ((mean + 0.5) / UNITS - 0.5);
                spreads[bin] = (float) (Math.sqrt(3 * variance) / UNITS);
            }
        }
        return new MomentHistogram(min, max, counts, offsets, spreads);
    }
}
