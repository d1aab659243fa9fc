package org.bitwright.quant;

/**
 * Gathers many values into many bins of a {@link MomentHistogram}: a value's place in its bin is kept in whole 128ths of
 * the bin's width, so that count, sum and sum of squares of a bin are one {@link MomentCell}, and a value costs one access
 * to a table that fits the second-level cache. All sums are whole numbers: exact, whatever the order. One thread.
 */
final class FineHistogramBuilder {
    /** Values that are placed, then counted: few enough for what is kept of them to stay in the first-level cache. */
    private static final int BLOCK = 1 << 10;

    private static final int LINE = 16;
    private static final int LINES = 4;
    private static final long[] ADDED = MomentCell.added();

    private final float min;
    private final float max;
    private final double unitsPerWidth;
    private final int lastUnit;
    private final long[] cells;
    private final long[] counts;
    private final long[] sums;
    private final long[] squares;

    /** The bins of the values of a block, and what each value adds to its bin's cell. */
    private final long[] bins = new long[BLOCK];

    private final long[] added = new long[BLOCK];
    private final boolean vectors = VectorModule.isOn();

    /** Something of the values that were only fetched, lest nobody fetches them. */
    float fetched;

    /** @param range the ends of the finite values to come */
    FineHistogramBuilder(Range range, int bins) {
        min = range.min();
        max = range.max();
        int used = min == max ? 1 : bins;
        lastUnit = used * MomentCell.UNITS - 1;
        unitsPerWidth = min == max ? 0 : (double) used * MomentCell.UNITS / ((double) max - min);
        cells = new long[used];
        counts = new long[used];
        sums = new long[used];
        squares = new long[used];
    }

    /** Adds the finite ones among {@code values[from … to − 1]}. */
    void add(float[] values, int from, int to) {
        int at = from;
        if (vectors) {
            for (; at <= to - 2 * BLOCK; at += BLOCK) {
                if (VectorApiStatistics.place(values, at, BLOCK, min, unitsPerWidth, lastUnit, bins, added)) {
                    countAndFetch(values, at + BLOCK);
                } else {
                    addSingly(values, at, at + BLOCK);
                }
            }
        }
        addSingly(values, at, to);
    }

    private void addSingly(float[] values, int from, int to) {
        for (int i = from; i < to; i++) {
            float x = values[i];
            if (Math.abs(x) <= Float.MAX_VALUE) {
                int unit = Math.max(0, Math.min((int) (((double) x - min) * unitsPerWidth), lastUnit));
                count(unit >> MomentCell.FRACTION_BITS, ADDED[unit & (MomentCell.UNITS - 1)]);
            }
        }
    }

    /**
     * Counts a block of placed values, and fetches the next block from {@code next} on: counting does not need the memory,
     * which would wait for the counting else.
     */
    private void countAndFetch(float[] values, int next) {
        float some = 0;
        for (int from = 0; from < BLOCK; from += LINES * LINE) {
            int at = next + from;
            some += values[at] + values[at + LINE] + values[at + 2 * LINE] + values[at + 3 * LINE];
            for (int i = from; i < from + LINES * LINE; i++) {
                count((int) bins[i], added[i]);
            }
        }
        fetched = some;
    }

    private void count(int bin, long more) {
        long cell = cells[bin] + more;
        cells[bin] = cell;
        if (cell < 0) {
            empty(bin);
        }
    }

    private void empty(int bin) {
        long cell = cells[bin];
        counts[bin] += MomentCell.count(cell);
        sums[bin] += MomentCell.sum(cell);
        squares[bin] += MomentCell.squares(cell);
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
                offsets[bin] = (float) ((mean + 0.5) / MomentCell.UNITS - 0.5);
                spreads[bin] = (float) (Math.sqrt(3 * variance) / MomentCell.UNITS);
            }
        }
        return new MomentHistogram(min, max, counts, offsets, spreads);
    }
}
