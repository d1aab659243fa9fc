package org.bitwright.quant;

import java.nio.ByteBuffer;

/**
 * A histogram of values whose range is not known beforehand. The width of its bins is a power of two and their borders
 * are whole multiples of it, 0 among them; where values come that do not fit, the width doubles and bins merge in pairs,
 * which moves no value to a wrong bin: the counts are the same whatever came first. The width follows from the range
 * alone: the least at which the values and 0 fit. So at least half of the bins lie between the ends, and of values that
 * are all positive none is spent on others. Memory does not grow with the number of values.
 *
 * <p>Zeros are left to the caller to count. A value's place in its bin is kept in whole 128ths of the bin's width at the
 * time. One thread.
 */
final class GrowingHistogram {
    private static final int FRACTION_BITS = MomentCell.FRACTION_BITS;

    /** How much wider bins may be than the values would have them. */
    private static final int RECTIFIED_DOUBLINGS = 2;

    private static final int MAGNITUDE = 0x7fffffff;
    private static final int SIGN_BIT = 31;

    /** Narrower bins tell nothing: no scale is that small. With wider ones, units are finite floats. */
    private static final int LEAST_EXPONENT = -120;

    private static final int HEAD_BYTES = 3 * Integer.BYTES + 2 * Double.BYTES;

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
    private final MomentCells cells;

    /** @param bins a power of two */
    GrowingHistogram(int bins) {
        this(bins, new SpareBins());
    }

    /** @param spare of histograms of as many bins */
    GrowingHistogram(int bins, SpareBins spare) {
        this.bins = bins;
        cells = new MomentCells(bins, spare);
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
            cells.count(units, whole, n);
        }
    }

    /** Images have plain areas: where a whole vector is the same it is counted at once. */
    private void addVectors(float[] values, int at, int n, int[] units) {
        long placed = VectorApiTally.place(values, at, n, factor, first, bins << FRACTION_BITS, units);
        cells.count(units, 0, (int) placed);
        cells.countVectors(units, n, n + (int) (placed >>> Integer.SIZE));
    }

    /** In whole numbers without a branch, since half of all activations are 0, in no order. */
    private int unit(float x, int i) {
        float place = x * factor;
        int whole = (int) place;
        int floor = whole - (Float.floatToRawIntBits(place - whole) >>> SIGN_BIT);
        int isZero = ((Float.floatToRawIntBits(x) & MAGNITUDE) - 1) >> SIGN_BIT;
        int zero = (bins + (i & (MomentCells.ZERO_CELLS - 1))) << FRACTION_BITS;
        return ((floor - first) & ~isZero) | (zero & isZero);
    }

    /** Adds one value, finite and not 0. */
    void add(float x) {
        if (empty || x < low || x > high) {
            cover(x, x);
        }
        cells.count(unit(x, 0));
    }

    /** Adds what another histogram of as many bins has gathered, which stays as it is. */
    void add(GrowingHistogram other) {
        if (other.empty) {
            return;
        }
        cover(other.low, other.high);
        other.cells.addTo(
                cells.flushed(), other.firstCell(), other.endCell(), other.lowest, lowest, exponent - other.exponent);
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
        cells.flushed().add(other.cells.flushed(), -other.lowest, bins, other.lowest, lowest, 0);
        return true;
    }

    /** Bytes that it is written in. */
    int bytes() {
        return HEAD_BYTES + (empty ? 0 : cells.bytes(endCell() - firstCell()));
    }

    private int firstCell() {
        return number(low, exponent) - lowest;
    }

    private int endCell() {
        return number(high, exponent) - lowest + 1;
    }

    /** Writes it in {@link #bytes()} bytes. */
    void write(ByteBuffer into) {
        into.putInt(empty ? 0 : 1)
                .putDouble(low)
                .putDouble(high)
                .putInt(exponent)
                .putInt(lowest);
        if (!empty) {
            cells.write(firstCell(), endCell(), into);
        }
    }

    /**
     * Takes one of as many bins that was written. Nothing was added to this one.
     *
     * @throws RuntimeException if none was
     */
    void read(ByteBuffer source) {
        boolean filled = source.getInt() != 0;
        low = source.getDouble();
        high = source.getDouble();
        exponent = source.getInt();
        lowest = source.getInt();
        empty = !filled;
        refuseUnlessPlaced();
        if (filled) {
            findUnits();
            cells.read(firstCell(), endCell(), source);
        }
    }

    /** What was read may come from a process that is out of its mind. */
    private void refuseUnlessPlaced() {
        boolean spans = -Float.MAX_VALUE <= low && low <= 0 && 0 <= high && high <= Float.MAX_VALUE;
        boolean wide = LEAST_EXPONENT <= exponent && exponent <= Float.MAX_EXPONENT;
        boolean placed = empty
                ? low == 0 && high == 0
                : lowest <= 0 && number(low, exponent) >= lowest && number(high, exponent) - (long) lowest < bins;
        if (!spans || !wide || !placed) {
            throw new IllegalArgumentException(
                    low + " … " + high + " from bin " + lowest + " of width 2^" + exponent + " on");
        }
    }

    /** Whether all values that ends tell of were covered. */
    boolean holds(AveragedRange ends) {
        return ends.isWithin(low, high);
    }

    /** Whether both ends were covered. */
    boolean holds(Range ends) {
        return low <= ends.min() && ends.max() <= high;
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
        cells.clear();
    }

    /**
     * The histogram, from the bin of the least to that of the greatest value.
     *
     * @param range the ends of the values
     * @param zeros how many of them are 0
     */
    MomentHistogram build(Range range, long zeros) {
        MomentBins all = cells.flushed();
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
            cells.widen(oldLowest, lowest, exponent - oldExponent);
        }
    }

    private void findUnits() {
        factor = Math.scalb(1f, FRACTION_BITS - exponent);
        first = lowest << FRACTION_BITS;
    }
}
