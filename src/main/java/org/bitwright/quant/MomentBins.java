package org.bitwright.quant;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** Count, sum and sum of squares of bins, of places in them that are in {@link MomentCell#UNITS} of their width. */
final class MomentBins {
    /** What a bin is written in. */
    static final int BYTES = 3 * Long.BYTES;

    private final long[] counts;
    private final double[] sums;
    private final double[] squares;
    private boolean empty = true;

    MomentBins(int bins) {
        counts = new long[bins];
        sums = new double[bins];
        squares = new double[bins];
    }

    void clear() {
        if (!empty) {
            Arrays.fill(counts, 0);
            Arrays.fill(sums, 0);
            Arrays.fill(squares, 0);
            empty = true;
        }
    }

    boolean isEmpty() {
        return empty;
    }

    /** Writes bins {@code from} … {@code end − 1}, in {@value #BYTES} bytes each. */
    void write(int from, int end, ByteBuffer into) {
        into.asLongBuffer().put(counts, from, end - from);
        into.position(into.position() + (end - from) * Long.BYTES);
        write(sums, from, end, into);
        write(squares, from, end, into);
    }

    private static void write(double[] values, int from, int end, ByteBuffer into) {
        into.asDoubleBuffer().put(values, from, end - from);
        into.position(into.position() + (end - from) * Double.BYTES);
    }

    /**
     * Takes bins that were written, all others of which are empty.
     *
     * @throws RuntimeException if none were
     */
    void read(int from, int end, ByteBuffer source) {
        source.asLongBuffer().get(counts, from, end - from);
        source.position(source.position() + (end - from) * Long.BYTES);
        for (int bin = from; bin < end; bin++) {
            if (counts[bin] < 0) {
                throw new IllegalArgumentException(counts[bin] + " values in a bin");
            }
        }
        read(sums, from, end, source);
        read(squares, from, end, source);
        empty = false;
    }

    private static void read(double[] values, int from, int end, ByteBuffer source) {
        source.asDoubleBuffer().get(values, from, end - from);
        source.position(source.position() + (end - from) * Double.BYTES);
    }

    long total() {
        return Arrays.stream(counts).sum();
    }

    void add(int bin, long count, double sum, double sumOfSquares) {
        counts[bin] += count;
        sums[bin] += sum;
        squares[bin] += sumOfSquares;
        empty = false;
    }

    /**
     * Adds cells {@code from} … {@code to − 1}, empty ones too: that costs less than to look.
     *
     * @param shift from the number of a cell to that of its bin
     */
    void addCells(long[] cells, int from, int to, int shift) {
        for (int i = from; i < to; i++) {
            long cell = cells[i];
            counts[i + shift] += MomentCell.count(cell);
            sums[i + shift] += MomentCell.sum(cell);
            squares[i + shift] += MomentCell.squares(cell);
        }
        empty = false;
    }

    /**
     * Adds bins {@code from} … {@code to − 1} of others, which are narrower by a power of two.
     *
     * @param theirLowest number of the others' first bin
     * @param lowest number of the first bin here
     */
    void add(MomentBins others, int from, int to, int theirLowest, int lowest, int doublings) {
        if (others.empty) {
            return;
        }
        for (int i = from; i < to; i++) {
            if (others.counts[i] > 0) {
                add(others.counts[i], others.sums[i], others.squares[i], theirLowest + i, lowest, doublings);
            }
        }
    }

    /** Adds bin {@code number} of narrower ones. */
    void add(long count, double sum, double sumOfSquares, int number, int lowest, int doublings) {
        if (doublings == 0) {
            add(number - lowest, count, sum, sumOfSquares);
            return;
        }
        int wide = number >> Math.min(doublings, Integer.SIZE - 1);
        double left = (number - ((long) wide << Math.min(doublings, Integer.SIZE - 1))) * (double) MomentCell.UNITS;
        double narrow = Math.scalb(1.0, -doublings);
        add(
                wide - lowest,
                count,
                (sum + left * count) * narrow,
                (sumOfSquares + 2 * left * sum + left * left * count) * narrow * narrow);
    }

    /** The histogram of bins {@code first} … {@code end − 1}. */
    MomentHistogram build(Range range, int first, int end, int lowest, double width, long zeros) {
        long[] kept = Arrays.copyOfRange(counts, first, end);
        float[] offsets = new float[kept.length];
        float[] spreads = new float[kept.length];
        for (int bin = 0; bin < kept.length; bin++) {
            if (kept[bin] > 0) {
                double mean = sums[first + bin] / kept[bin];
                double variance = Math.max(0, squares[first + bin] / kept[bin] - mean * mean);
                offsets[bin] = (float) ((mean + 0.5) / MomentCell.UNITS - 0.5);
                spreads[bin] = (float) (Math.sqrt(3 * variance) / MomentCell.UNITS);
            }
        }
        return new MomentHistogram(
                range.min(), range.max(), (lowest + first) * width, kept.length * width, kept, offsets, spreads, zeros);
    }
}
