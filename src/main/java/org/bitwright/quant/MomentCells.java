package org.bitwright.quant;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Where values of a histogram are counted: a {@link MomentCell} a bin, small enough for the second-level cache, and what
 * full ones held. A value is told by its unit, the number of its bin and its place in it. One thread.
 */
final class MomentCells {
    /** Cells behind the bins where zeros end up, several so that none waits for the one before; nobody reads them. */
    static final int ZERO_CELLS = 16;

    private static final int FRACTION_BITS = MomentCell.FRACTION_BITS;
    private static final int UNITS = MomentCell.UNITS;

    /** What a value adds to its cell, by its place in the bin. */
    private static final long[] ADDED = MomentCell.added();

    private final int bins;
    private final SpareBins spare;
    private final long[] cells;
    /** What full cells held; none until the first is full. */
    private @Nullable MomentBins full;

    /** Whether anything may be in the cells. */
    private boolean added;

    /** @param spare bins, as many */
    MomentCells(int bins, SpareBins spare) {
        this.bins = bins;
        this.spare = spare;
        cells = new long[bins + ZERO_CELLS];
    }

    /**
     * Four at a time that lie apart: neighbours are often alike, and then each would wait until the one before is
     * stored.
     */
    void count(int[] units, int from, int to) {
        added = true;
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

    void count(int unit) {
        added = true;
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

    /** Counts each as often as a vector has lanes: fewer than a cell has room for when it is not yet full. */
    void countVectors(int[] units, int from, int to) {
        added = true;
        for (int i = from; i < to; i++) {
            int bin = units[i] >> FRACTION_BITS;
            cells[bin] += VectorApiTally.LANES * ADDED[units[i] & (UNITS - 1)];
            flushFull(bin);
        }
    }

    /**
     * Adds bins {@code from} … {@code end − 1} to wider ones and stays as it is.
     *
     * @param lowest number of the first bin here
     * @param intoLowest number of their first bin
     * @param doublings how often theirs are wider
     */
    void addTo(MomentBins into, int from, int end, int lowest, int intoLowest, int doublings) {
        if (full != null) {
            into.add(full, from, end, lowest, intoLowest, doublings);
        }
        if (doublings == 0) {
            into.addCells(cells, from, end, lowest - intoLowest);
            return;
        }
        for (int i = from; i < end; i++) {
            long cell = cells[i];
            if (cell != 0) {
                into.add(
                        MomentCell.count(cell),
                        MomentCell.sum(cell),
                        MomentCell.squares(cell),
                        lowest + i,
                        intoLowest,
                        doublings);
            }
        }
    }

    /** Makes bins twice as wide, several times over, of which the first has another number. */
    void widen(int lowest, int newLowest, int doublings) {
        MomentBins old = flushed();
        MomentBins wider = spare.taken(bins);
        wider.add(old, 0, bins, lowest, newLowest, doublings);
        full = wider;
        spare.give(old);
    }

    /** Bytes that so many bins are written in. */
    int bytes(int count) {
        return Integer.BYTES + count * (hasFull() ? Long.BYTES + MomentBins.BYTES : Long.BYTES);
    }

    private boolean hasFull() {
        return full != null && !full.isEmpty();
    }

    /** Writes bins {@code from} … {@code end − 1}. */
    void write(int from, int end, ByteBuffer into) {
        into.putInt(hasFull() ? 1 : 0);
        into.asLongBuffer().put(cells, from, end - from);
        into.position(into.position() + (end - from) * Long.BYTES);
        if (full != null && hasFull()) {
            full.write(from, end, into);
        }
    }

    /** Takes bins that were written, all others of which are empty. */
    void read(int from, int end, ByteBuffer source) {
        boolean wereFull = source.getInt() != 0;
        source.asLongBuffer().get(cells, from, end - from);
        source.position(source.position() + (end - from) * Long.BYTES);
        added = true;
        if (wereFull) {
            full().read(from, end, source);
        }
    }

    /** Everything, out of the cells. */
    MomentBins flushed() {
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

    void clear() {
        added = false;
        Arrays.fill(cells, 0);
        if (full != null) {
            full.clear();
        }
    }
}
