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

    /** Cells that hold as many are emptied when room is needed, others are not. */
    private static final int MUCH = 1 << 12;

    /** Values that may be counted together. */
    static final int TOGETHER = MomentCell.MOST - MUCH;

    private static final int STREAMS = 8;

    /** What a value adds to its cell, by its place in the bin. */
    private static final long[] ADDED = MomentCell.added();

    private final boolean vectors = VectorModule.isOn();
    private final int bins;
    private final SpareBins spare;
    private final long[] cells;
    /** What full cells held; none until the first is full. */
    private @Nullable MomentBins full;

    /** Whether anything may be in the cells. */
    private boolean added;

    /** No cell holds more values. */
    private int most;

    /** @param spare bins, as many */
    MomentCells(int bins, SpareBins spare) {
        this.bins = bins;
        this.spare = spare;
        cells = new long[bins + ZERO_CELLS];
    }

    /**
     * Counts {@value #TOGETHER} at most. Eight at a time that lie apart: neighbours are often alike, and then each would
     * wait until the one before is stored.
     */
    void count(int[] units, int from, int to) {
        makeRoom(to - from);
        int eighth = (to - from) / STREAMS;
        countStreams(cells, units, from, eighth);
        for (int k = from + STREAMS * eighth; k < to; k++) {
            cells[units[k] >> FRACTION_BITS] += ADDED[units[k] & (UNITS - 1)];
        }
    }

    /** Apart and without a look at the cells, which are added to where they lie: three quarters of the time. */
    private static void countStreams(long[] cells, int[] units, int from, int n) {
        for (int i = from; i < from + n; i++) {
            int unit0 = units[i];
            int unit1 = units[i + n];
            int unit2 = units[i + 2 * n];
            int unit3 = units[i + 3 * n];
            cells[unit0 >> FRACTION_BITS] += ADDED[unit0 & (UNITS - 1)];
            cells[unit1 >> FRACTION_BITS] += ADDED[unit1 & (UNITS - 1)];
            cells[unit2 >> FRACTION_BITS] += ADDED[unit2 & (UNITS - 1)];
            cells[unit3 >> FRACTION_BITS] += ADDED[unit3 & (UNITS - 1)];
            int unit4 = units[i + 4 * n];
            int unit5 = units[i + 5 * n];
            int unit6 = units[i + 6 * n];
            int unit7 = units[i + 7 * n];
            cells[unit4 >> FRACTION_BITS] += ADDED[unit4 & (UNITS - 1)];
            cells[unit5 >> FRACTION_BITS] += ADDED[unit5 & (UNITS - 1)];
            cells[unit6 >> FRACTION_BITS] += ADDED[unit6 & (UNITS - 1)];
            cells[unit7 >> FRACTION_BITS] += ADDED[unit7 & (UNITS - 1)];
        }
    }

    void count(int unit) {
        makeRoom(1);
        cells[unit >> FRACTION_BITS] += ADDED[unit & (UNITS - 1)];
    }

    /** Counts each as often as a vector has lanes, {@value #TOGETHER} values at most. */
    void countVectors(int[] units, int from, int to) {
        makeRoom((to - from) * VectorApiTally.LANES);
        for (int i = from; i < to; i++) {
            cells[units[i] >> FRACTION_BITS] += VectorApiTally.LANES * ADDED[units[i] & (UNITS - 1)];
        }
    }

    /** So that all values may go to one cell; the cells are looked at now and then, not at each value. */
    private void makeRoom(int values) {
        added |= values > 0;
        if (most + values > MomentCell.MOST) {
            emptyFull();
            most = MUCH - 1;
        }
        most += values;
    }

    private void emptyFull() {
        int step = vectors ? VectorApiTally.HALF : cells.length;
        for (int from = 0; from < cells.length; from += step) {
            from = vectors ? VectorApiTally.next(cells, from, MUCH * MomentCell.ONE) : from;
            for (int bin = from; bin < Math.min(cells.length, from + step); bin++) {
                if (MomentCell.count(cells[bin]) >= MUCH) {
                    empty(bin);
                }
            }
        }
    }

    private void empty(int bin) {
        long cell = cells[bin];
        cells[bin] = 0;
        if (bin < bins) {
            full().add(bin, MomentCell.count(cell), MomentCell.sum(cell), MomentCell.squares(cell));
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
        most = MomentCell.MOST;
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
            most = 0;
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
        most = 0;
        Arrays.fill(cells, 0);
        if (full != null) {
            full.clear();
        }
    }
}
