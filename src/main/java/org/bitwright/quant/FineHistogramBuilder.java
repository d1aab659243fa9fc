package org.bitwright.quant;

/**
 * Gathers many values into many bins of a {@link MomentHistogram}: a value's place in its bin is kept in whole 128ths of
 * the bin's width, so that count, sum and sum of squares of a bin are one {@link MomentCell}, and a value costs one access
 * to a table that fits the second-level cache. All sums are whole numbers: exact, whatever the order. One thread.
 */
final class FineHistogramBuilder {
    /**
     * Values that are placed, then counted: few enough for what is kept of them to stay in the first-level cache. Not a
     * power of two: else each block would lie the same way to them, and where loads follow stores whose addresses agree in
     * the lower bits, every one of them waits.
     */
    static final int BLOCK = 960;

    private static final int HALF = BLOCK / 2;
    /** Floats that are fetched together. */
    private static final int LINE = 16;
    /** Values of each half that are counted for every four lines that are fetched. */
    private static final int TURN = 2 * LINE;

    private static final int FRACTION_BITS = MomentCell.FRACTION_BITS;
    private static final int UNITS = MomentCell.UNITS;

    /** Set in a cell of which half is used: there is still room for a block, wherever its values lie. */
    private static final long FULL = 3L << (Long.SIZE - 2);

    private static final long[] ADDED = MomentCell.added();

    private final float min;
    private final float max;
    private final double unitsPerWidth;
    private final int lastUnit;
    private final long[] cells;
    private final long[] counts;
    private final long[] sums;
    private final long[] squares;

    /** Those of the values of a block. */
    private final int[] units = new int[BLOCK];

    private final boolean vectors = VectorModule.isOn();

    /** @param range the ends of the finite values to come */
    FineHistogramBuilder(Range range, int bins) {
        min = range.min();
        max = range.max();
        int used = min == max ? 1 : bins;
        lastUnit = used * UNITS - 1;
        unitsPerWidth = min == max ? 0 : (double) used * UNITS / ((double) max - min);
        cells = new long[used];
        counts = new long[used];
        sums = new long[used];
        squares = new long[used];
    }

    /** Adds the finite ones among {@code values[from … to − 1]}. */
    void add(float[] values, int from, int to) {
        int at = from;
        if (vectors) {
            int last = Math.min(to - BLOCK, values.length - 2 * BLOCK);
            for (; at <= last; at += BLOCK) {
                if (VectorApiBins.place(values, at, BLOCK, min, unitsPerWidth, lastUnit, units)) {
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
                int bin = unit >> FRACTION_BITS;
                long cell = cells[bin] + ADDED[unit & (UNITS - 1)];
                cells[bin] = cell;
                if ((cell & FULL) != 0) {
                    empty(bin);
                }
            }
        }
    }

    /** Counts the block that was placed, and fetches the next one from {@code next} on. */
    private void countAndFetch(float[] values, int next) {
        if ((count(cells, units, values, next) & FULL) != 0) {
            for (int unit : units) {
                emptyFull(unit);
            }
        }
    }

    /**
     * Counts the halves of a block in turn: neighbours are often alike, and then each waits for the one before. Nothing
     * here needs the memory, so the next values are fetched meanwhile, several lines at once; else memory and counting
     * would wait for each other.
     *
     * @return the cells, one laid over the other, and something of what was fetched, lest nobody fetches it
     */
    private static long count(long[] cells, int[] units, float[] values, int next) {
        long all = 0;
        float some = 0;
        for (int from = 0; from < HALF; from += TURN) {
            int at = next + 2 * from;
            some += values[at] + values[at + LINE] + values[at + 2 * LINE] + values[at + 3 * LINE];
            for (int i = from; i < from + TURN; i++) {
                int unit0 = units[i];
                int unit1 = units[i + HALF];
                int bin0 = unit0 >>> FRACTION_BITS;
                long cell0 = cells[bin0] + ADDED[unit0 & (UNITS - 1)];
                cells[bin0] = cell0;
                int bin1 = unit1 >>> FRACTION_BITS;
                long cell1 = cells[bin1] + ADDED[unit1 & (UNITS - 1)];
                cells[bin1] = cell1;
                all |= cell0 | cell1;
            }
        }
        return all | Integer.toUnsignedLong(Float.floatToRawIntBits(some));
    }

    private void emptyFull(int unit) {
        int bin = unit >> FRACTION_BITS;
        if ((cells[bin] & FULL) != 0) {
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
                offsets[bin] = (float) ((mean + 0.5) / UNITS - 0.5);
                spreads[bin] = (float) (Math.sqrt(3 * variance) / UNITS);
            }
        }
        return new MomentHistogram(min, max, counts, offsets, spreads);
    }
}
