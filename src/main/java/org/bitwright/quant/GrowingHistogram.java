package org.bitwright.quant;

import java.util.Arrays;

/**
 * A histogram of values whose range is not known beforehand. The width of its bins is a power of two and their borders
 * are whole multiples of it, 0 among them; where values come that do not fit, the width doubles and bins merge in pairs,
 * which moves no value to a wrong bin: the counts are the same whatever came first. The width follows from the range
 * alone: the least at which the values and 0 fit. So at least half of the bins lie between the ends, and of values that
 * are all positive none is spent on others. Memory does not grow with the number of values.
 *
 * <p>Zeros are left to the caller to count. A value's place in its bin is kept in whole 128ths of the bin's width at the time, as {@link FineHistogramBuilder}
 * does: a value costs one access to a table that fits the second-level cache. One thread.
 */
final class GrowingHistogram {
    private static final int FRACTION_BITS = 7;
    /** Places in a bin that are told apart. */
    static final int UNITS = 1 << FRACTION_BITS;

    /** A cell: the sum of squares from bit 0, the sum from bit 28, the count from bit 49. Its sign says that it is full. */
    private static final int SUM_SHIFT = 28;

    private static final int COUNT_SHIFT = 49;
    private static final long ONE = 1L << COUNT_SHIFT;

    /** What a value adds to its cell, by its place in the bin. */
    private static final long[] ADDED = added();

    /** Cells behind the bins where zeros end up, several so that none waits for the one before; nobody reads them. */
    private static final int ZERO_CELLS = 16;

    private static final int MAGNITUDE = 0x7fffffff;
    private static final int SIGN_BIT = 31;

    /** Narrower bins tell nothing: no scale is that small. With wider ones, units are finite floats. */
    private static final int LEAST_EXPONENT = -120;

    private final int bins;
    private boolean empty = true;
    private double low;
    private double high;
    /** The width of a bin is 2 to this. */
    private int exponent = LEAST_EXPONENT;
    /** Number of the first bin; bin number k holds k·width ≤ x &lt; (k + 1)·width. */
    private int lowest;

    private final boolean vectors = VectorModule.isOn();
    private final long[] cells;
    /** What full cells held, sums in 128ths of the width. */
    private final long[] counts;

    private final double[] sums;
    private final double[] squares;

    /** @param bins a power of two */
    GrowingHistogram(int bins) {
        this.bins = bins;
        cells = new long[bins + ZERO_CELLS];
        counts = new long[bins];
        sums = new double[bins];
        squares = new double[bins];
    }

    /** Makes room for values between these, both finite. To be called before they are added. */
    void cover(double least, double greatest) {
        boolean within = !empty && least >= low && greatest <= high;
        if (within) {
            return;
        }
        low = Math.min(low, least);
        high = Math.max(high, greatest);
        if (empty || number(low, exponent) < lowest || number(high, exponent) >= lowest + bins) {
            place();
        }
        empty = false;
    }

    /** Adds the values that are not 0 among {@code values[from … to − 1]}, all finite and covered. */
    void add(float[] values, int from, int to, int[] units) {
        float factor = Math.scalb(1f, FRACTION_BITS - exponent);
        int first = lowest << FRACTION_BITS;
        for (int at = from; at < to; at += units.length) {
            int n = Math.min(units.length, to - at);
            int done = vectors
                    ? VectorApiTally.place(values, at, n, factor, first, bins << FRACTION_BITS, units)
                    : 0;
            for (int i = done; i < n; i++) {
                units[i] = unit(values[at + i], factor, first, i);
            }
            count(units, n);
        }
    }

    /** In whole numbers without a branch, since half of all activations are 0, in no order. */
    private int unit(float x, float factor, int first, int i) {
        float place = x * factor;
        int whole = (int) place;
        int floor = whole - (Float.floatToRawIntBits(place - whole) >>> SIGN_BIT);
        int isZero = ((Float.floatToRawIntBits(x) & MAGNITUDE) - 1) >> SIGN_BIT;
        int zero = (bins + (i & (ZERO_CELLS - 1))) << FRACTION_BITS;
        return ((floor - first) & ~isZero) | (zero & isZero);
    }

    private void count(int[] units, int n) {
        for (int i = 0; i < n; i++) {
            int unit = units[i];
            int bin = unit >> FRACTION_BITS;
            long cell = cells[bin] + ADDED[unit & (UNITS - 1)];
            cells[bin] = cell;
            if (cell < 0) {
                flush(bin);
            }
        }
    }

    /** Adds one value, finite and not 0. */
    void add(float x) {
        cover(x, x);
        float factor = Math.scalb(1f, FRACTION_BITS - exponent);
        int unit = unit(x, factor, lowest << FRACTION_BITS, 0);
        int bin = unit >> FRACTION_BITS;
        cells[bin] += ADDED[unit & (UNITS - 1)];
        if (cells[bin] < 0) {
            flush(bin);
        }
    }

    private static long[] added() {
        long[] added = new long[UNITS];
        for (long f = 0; f < UNITS; f++) {
            added[(int) f] = ONE + (f << SUM_SHIFT) + f * f;
        }
        return added;
    }

    /** Adds what another histogram of as many bins has gathered, which stays as it is. */
    void add(GrowingHistogram other) {
        if (other.empty) {
            return;
        }
        cover(other.low, other.high);
        other.flush();
        moveFrom(other.counts, other.sums, other.squares, other.lowest, exponent - other.exponent);
    }

    /** Forgets all values. */
    void clear() {
        empty = true;
        low = 0;
        high = 0;
        exponent = LEAST_EXPONENT;
        Arrays.fill(cells, 0);
        Arrays.fill(counts, 0);
        Arrays.fill(sums, 0);
        Arrays.fill(squares, 0);
    }

    /**
     * The histogram, from the bin of the least to that of the greatest value.
     *
     * @param range the ends of the values
     * @param zeros how many of them are 0
     */
    MomentHistogram build(Range range, long zeros) {
        flush();
        if (range.min() == range.max()) {
            long count = Arrays.stream(counts).sum() + zeros;
            return new MomentHistogram(range.min(), range.max(), new long[] {count}, new float[1], new float[1]);
        }
        int first = number(range.min(), exponent) - lowest;
        int end = number(range.max(), exponent) - lowest + 1;
        long[] kept = Arrays.copyOfRange(counts, first, end);
        float[] offsets = new float[kept.length];
        float[] spreads = new float[kept.length];
        for (int bin = 0; bin < kept.length; bin++) {
            if (kept[bin] > 0) {
                double mean = sums[first + bin] / kept[bin];
                double variance = Math.max(0, squares[first + bin] / kept[bin] - mean * mean);
                offsets[bin] = (float) ((mean + 0.5) / UNITS - 0.5);
                spreads[bin] = (float) (Math.sqrt(3 * variance) / UNITS);
            }
        }
        double width = Math.scalb(1.0, exponent);
        return new MomentHistogram(
                range.min(),
                range.max(),
                (lowest + first) * width,
                kept.length * width,
                kept,
                offsets,
                spreads,
                zeros);
    }

    private static int number(double x, int exponent) {
        return (int) Math.floor(Math.scalb(x, -exponent));
    }

    /** Takes the least width at which everything fits. */
    private void place() {
        long[] oldCounts = new long[0];
        double[] oldSums = new double[0];
        double[] oldSquares = new double[0];
        int oldLowest = lowest;
        int oldExponent = exponent;
        if (!empty) {
            flush();
            oldCounts = counts.clone();
            oldSums = sums.clone();
            oldSquares = squares.clone();
            Arrays.fill(counts, 0);
            Arrays.fill(sums, 0);
            Arrays.fill(squares, 0);
        }
        exponent = Math.max(exponent, Math.getExponent(high - low) - Integer.numberOfTrailingZeros(bins));
        while (number(high, exponent) - number(low, exponent) >= bins) {
            exponent++;
        }
        int needed = number(high, exponent) - number(low, exponent) + 1;
        lowest = low < 0 ? number(low, exponent) - (bins - needed) / 2 : 0;
        moveFrom(oldCounts, oldSums, oldSquares, oldLowest, exponent - oldExponent);
    }

    /** Adds bins that are narrower by a power of two. */
    private void moveFrom(long[] fromCounts, double[] fromSums, double[] fromSquares, int first, int doublings) {
        int shift = Math.min(doublings, Integer.SIZE - 1);
        double narrow = Math.scalb(1.0, -doublings);
        for (int i = 0; i < fromCounts.length; i++) {
            long count = fromCounts[i];
            if (count > 0) {
                int number = (first + i) >> shift;
                double left = ((first + i) - ((long) number << shift)) * (double) UNITS;
                int bin = number - lowest;
                counts[bin] += count;
                sums[bin] += (fromSums[i] + left * count) * narrow;
                squares[bin] += (fromSquares[i] + 2 * left * fromSums[i] + left * left * count) * narrow * narrow;
            }
        }
    }

    private void flush() {
        for (int bin = 0; bin < bins; bin++) {
            flush(bin);
        }
    }

    private void flush(int bin) {
        long cell = cells[bin];
        if (bin >= bins) {
            cells[bin] = 0;
            return;
        }
        counts[bin] += cell >>> COUNT_SHIFT;
        sums[bin] += (cell & (ONE - 1)) >>> SUM_SHIFT;
        squares[bin] += cell & ((1L << SUM_SHIFT) - 1);
        cells[bin] = 0;
    }
}
