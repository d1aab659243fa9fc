package org.bitwright.quant;

import java.util.stream.IntStream;
import org.bitwright.task.CancelToken;
import org.bitwright.task.Parallel;

/**
 * Counts the errors of channels again of whose Σx·x̂ nothing is left: it follows from Σx² and the errors, and vanishes
 * beside them where values were clipped far or almost all became 0.
 */
final class ErrorRecount {
    /** Of Σx²: far more than double sums of that size are wrong by. */
    private static final double CANCELLED = 1e-7;

    /**
     * The same where x̂ − x and its sums of some rows are single, and values were clipped: the cosine of equal values
     * clipped to a thousandth was wrong by 5e-4, that of others clipped to a millionth by 1e-2.
     */
    private static final double CLIPPED_SINGLE = 1e-2;

    /**
     * The same where none was: what does not become 0 is at most doubled, so the cosine is about the square root of this
     * share and wrong by no more than 1e-4.
     */
    private static final double UNCLIPPED_SINGLE = 1e-4;

    /** Values of a channel that are counted as one slice. */
    private static final int PART = 1 << 16;

    private final float[] values;
    private final ChannelLayout layout;
    private final Grids grids;

    /** The grid of a value. */
    interface Grids {
        Grid of(int channel, int index);
    }

    ErrorRecount(float[] values, ChannelLayout layout, Grids grids) {
        this.values = values;
        this.layout = layout;
        this.grids = grids;
    }

    /** @param isSingle whether errors were added in single precision */
    static boolean isNeeded(QuantError error, boolean isSingle) {
        double least = !isSingle ? CANCELLED : error.clipped() > 0 ? CLIPPED_SINGLE : UNCLIPPED_SINGLE;
        return error.sumSquaredError() < Double.POSITIVE_INFINITY
                && error.sumProduct() < least * error.sumSquaredValue();
    }

    /** The same for a channel with one grid, summed on a path. */
    static boolean isNeeded(QuantError error, Grid grid, Range range, KernelPath path) {
        return isNeeded(error, path != KernelPath.SCALAR) && !ErrorSums.isAllZero(range, grid);
    }

    /** Puts other errors of the channels that need them in the place of theirs. */
    void renew(QuantError[] errors, boolean[] needed, CancelToken cancel) {
        int[] again = IntStream.range(0, errors.length).filter(c -> needed[c]).toArray();
        int parts = parts();
        ErrorTally[] tallies = new ErrorTally[again.length * parts];
        Parallel.forSlices(
                tallies.length, cancel, slice -> tallies[slice] = tally(again[slice / parts], slice % parts));
        for (int i = 0; i < again.length; i++) {
            ErrorTally whole = new ErrorTally();
            for (int part = 0; part < parts; part++) {
                whole.add(tallies[i * parts + part]);
            }
            errors[again[i]] = whole.error();
        }
    }

    /** The error of a channel, in double precision. */
    QuantError error(int channel) {
        ErrorTally whole = new ErrorTally();
        for (int part = 0; part < parts(); part++) {
            whole.add(tally(channel, part));
        }
        return whole.error();
    }

    private int parts() {
        return (int) ((layout.valuesPerChannel() + PART - 1L) / PART);
    }

    private ErrorTally tally(int channel, int part) {
        ErrorTally tally = new ErrorTally();
        int end = (int) Math.min(layout.valuesPerChannel(), (part + 1L) * PART);
        for (int place = part * PART; place < end; place++) {
            int index = layout.index(channel, place);
            float x = values[index];
            if (Float.isFinite(x)) {
                Grid grid = grids.of(channel, index);
                tally.add(x, grid.quantize(x), ReachableEnds.clips(grid, x));
            }
        }
        return tally;
    }
}
