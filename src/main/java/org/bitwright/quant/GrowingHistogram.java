package org.bitwright.quant;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A histogram of values whose range is not known beforehand. The width of its bins is a power of two and their borders
 * are whole multiples of it, 0 among them; where values come that do not fit, the width doubles and bins merge in pairs,
 * which moves no value to a wrong bin: the counts are the same whatever came first. The width follows from the range
 * alone: the least at which the values and 0 fit. So at least half of the bins lie between the ends, and of values that
 * are all positive none is spent on others. Memory does not grow with the number of values.
 *
 * <p>Zeros are left to the caller to count. A value's place in its bin is kept in whole 128ths of the bin's width at the
 * time ({@link MomentCell}): a value costs one access to a table that fits the second-level cache. One thread.
 */
final class GrowingHistogram {
    private static final int FRACTION_BITS = MomentCell.FRACTION_BITS;
    private static final int UNITS = MomentCell.UNITS;

    /** What a value adds to its cell, by its place in the bin. */
    private static final long[] ADDED = MomentCell.added();

    /** Cells behind the bins where zeros end up, several so that none waits for the one before; nobody reads them. */
    private static final int ZERO_CELLS = 16;

    /** How much wider bins may be than the values would have them. */
    private static final int RECTIFIED_DOUBLINGS = 2;

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

    /** Units a value, and the number of the first one, as these two say. */
    private float factor;

    private int first;

    private final boolean vectors = VectorModule.isOn();
    private final long[] cells;
    /** What full cells held; none until the first is full. */
    private @Nullable MomentBins full;

    /** Whether anything may be in the cells. */
    private boolean added;

    /** @param bins a power of two */
    GrowingHistogram(int bins) {
        this.bins = bins;
        cells = new long[bins + ZERO_CELLS];
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

    /** Whether nothing is covered. */
    boolean isEmpty() {
        return empty;
    }

    /**
     * Adds the values that are not 0 among {@code values[from … to − 1]}, all finite and covered.
     *
     * @param units room for twice as many values as are to be counted together
     */
    void add(float[] values, int from, int to, int[] units) {
        added = true;
        int most = units.length / 2;
        for (int at = from; at < to; at += most) {
            int n = Math.min(most, to - at);
            int whole = vectors ? n / VectorApiTally.LANES * VectorApiTally.LANES : 0;
            if (whole > 0) {
                addVectors(values, at, whole, units);
            }
            for (int i = whole; i < n; i++) {
                units[i] = unit(values[at + i], i);
            }
            count(units, whole, n);
        }
    }

    /** Images have plain areas: where a whole vector is the same it is counted at once. */
    private void addVectors(float[] values, int at, int n, int[] units) {
        long placed = VectorApiTally.place(values, at, n, factor, first, bins << FRACTION_BITS, units);
        count(units, 0, (int) placed);
        for (int i = n; i < n + (int) (placed >>> Integer.SIZE); i++) {
            int bin = units[i] >> FRACTION_BITS;
            cells[bin] += VectorApiTally.LANES * ADDED[units[i] & (UNITS - 1)];
            flushFull(bin);
        }
    }

    /** In whole numbers without a branch, since half of all activations are 0, in no order. */
    private int unit(float x, int i) {
        float place = x * factor;
        int whole = (int) place;
        int floor = whole - (Float.floatToRawIntBits(place - whole) >>> SIGN_BIT);
        int isZero = ((Float.floatToRawIntBits(x) & MAGNITUDE) - 1) >> SIGN_BIT;
        int zero = (bins + (i & (ZERO_CELLS - 1))) << FRACTION_BITS;
        return ((floor - first) & ~isZero) | (zero & isZero);
    }

    /**
     * Four at a time that lie apart: neighbours are often alike, and then each would wait until the one before is
     * stored.
     */
    private void count(int[] units, int from, int to) {
        int quarter = (to - from) / 4;
        int i = from;
        int end = from + quarter;
        while (i < end) {
            i = untilFull(cells, units, i, end, quarter);
            for (int k = 0; k < 4; k++) {
                flushFull(units[i - 1 + k * quarter] >> FRACTION_BITS);
            }
        }
        for (int k = from + 4 * quarter; k < to; k++) {
            count(units[k]);
        }
    }

    /** Apart and without a call within, so that what it needs stays in registers: two thirds of the time. */
    private static int untilFull(long[] cells, int[] units, int from, int to, int quarter) {
        for (int i = from; i < to; i++) {
            int unit0 = units[i];
            int unit1 = units[i + quarter];
            int unit2 = units[i + 2 * quarter];
            int unit3 = units[i + 3 * quarter];
            long cell0 = cells[unit0 >> FRACTION_BITS] + ADDED[unit0 & (UNITS - 1)];
            cells[unit0 >> FRACTION_BITS] = cell0;
            long cell1 = cells[unit1 >> FRACTION_BITS] + ADDED[unit1 & (UNITS - 1)];
            cells[unit1 >> FRACTION_BITS] = cell1;
            long cell2 = cells[unit2 >> FRACTION_BITS] + ADDED[unit2 & (UNITS - 1)];
            cells[unit2 >> FRACTION_BITS] = cell2;
            long cell3 = cells[unit3 >> FRACTION_BITS] + ADDED[unit3 & (UNITS - 1)];
            cells[unit3 >> FRACTION_BITS] = cell3;
            if ((cell0 | cell1 | cell2 | cell3) < 0) {
                return i + 1;
            }
        }
        return to;
    }

    private void count(int unit) {
        int bin = unit >> FRACTION_BITS;
        cells[bin] += ADDED[unit & (UNITS - 1)];
        flushFull(bin);
    }

    private void flushFull(int bin) {
        long cell = cells[bin];
        if (cell < 0) {
            cells[bin] = 0;
            if (bin < bins) {
                full().add(bin, MomentCell.count(cell), MomentCell.sum(cell), MomentCell.squares(cell));
            }
        }
    }

    /** Adds one value, finite and not 0. */
    void add(float x) {
        if (empty || x < low || x > high) {
            cover(x, x);
        }
        added = true;
        count(unit(x, 0));
    }

    /** Adds what another histogram of as many bins has gathered, which stays as it is. */
    void add(GrowingHistogram other) {
        if (other.empty) {
            return;
        }
        cover(other.low, other.high);
        MomentBins into = flushed();
        int doublings = exponent - other.exponent;
        int from = number(other.low, other.exponent) - other.lowest;
        int end = number(other.high, other.exponent) - other.lowest + 1;
        if (other.full != null) {
            into.add(other.full, from, end, other.lowest, lowest, doublings);
        }
        if (doublings == 0) {
            into.addCells(other.cells, from, end, other.lowest - lowest);
            return;
        }
        for (int i = from; i < end; i++) {
            long cell = other.cells[i];
            if (cell != 0) {
                into.add(
                        MomentCell.count(cell),
                        MomentCell.sum(cell),
                        MomentCell.squares(cell),
                        other.lowest + i,
                        lowest,
                        doublings);
            }
        }
    }

    /**
     * Takes what another histogram holds where every value below 0 has become 0: its bins above 0. This one is empty.
     *
     * @return false, and nothing is taken, where the bins are so wide that few would lie between the ends
     */
    boolean takeRectified(GrowingHistogram other) {
        if (other.empty || other.high <= 0) {
            return true;
        }
        cover(0, other.high);
        if (other.exponent - exponent > RECTIFIED_DOUBLINGS) {
            clear();
            return false;
        }
        exponent = other.exponent;
        findUnits();
        flushed().add(other.flushed(), -other.lowest, bins, other.lowest, lowest, 0);
        return true;
    }

    /** Forgets all values. */
    void clear() {
        if (empty) {
            return;
        }
        empty = true;
        low = 0;
        high = 0;
        exponent = LEAST_EXPONENT;
        added = false;
        Arrays.fill(cells, 0);
        if (full != null) {
            full.clear();
        }
    }

    /**
     * The histogram, from the bin of the least to that of the greatest value.
     *
     * @param range the ends of the values
     * @param zeros how many of them are 0
     */
    MomentHistogram build(Range range, long zeros) {
        MomentBins all = flushed();
        if (range.min() == range.max()) {
            long count = all.total() + zeros;
            return new MomentHistogram(range.min(), range.max(), new long[] {count}, new float[1], new float[1]);
        }
        int from = number(range.min(), exponent) - lowest;
        int end = number(range.max(), exponent) - lowest + 1;
        return all.build(range, from, end, lowest, Math.scalb(1.0, exponent), zeros);
    }

    private static int number(double x, int exponent) {
        return (int) Math.floor(Math.scalb(x, -exponent));
    }

    /** Takes the least width at which everything fits. */
    private void place() {
        int oldLowest = lowest;
        int oldExponent = exponent;
        exponent = Math.max(exponent, Math.getExponent(high - low) - Integer.numberOfTrailingZeros(bins));
        while (number(high, exponent) - number(low, exponent) >= bins) {
            exponent++;
        }
        int needed = number(high, exponent) - number(low, exponent) + 1;
        lowest = low < 0 ? number(low, exponent) - (bins - needed) / 2 : 0;
        findUnits();
        if (!empty) {
            move(oldLowest, exponent - oldExponent);
        }
    }

    private void findUnits() {
        factor = Math.scalb(1f, FRACTION_BITS - exponent);
        first = lowest << FRACTION_BITS;
    }

    private void move(int oldLowest, int doublings) {
        MomentBins old = flushed();
        MomentBins wider = new MomentBins(bins);
        wider.add(old, 0, bins, oldLowest, lowest, doublings);
        full = wider;
    }

    /** Everything, out of the cells. */
    private MomentBins flushed() {
        MomentBins into = full();
        if (added) {
            into.addCells(cells, 0, bins, 0);
            Arrays.fill(cells, 0);
            added = false;
        }
        return into;
    }

    private MomentBins full() {
        MomentBins made = full;
        if (made == null) {
            made = new MomentBins(bins);
            full = made;
        }
        return made;
    }
}
