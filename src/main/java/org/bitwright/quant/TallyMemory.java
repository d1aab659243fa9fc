package org.bitwright.quant;

import java.util.OptionalInt;

/** How much memory an {@link EdgeTally} takes, about. */
public final class TallyMemory {
    /** Its bins, and those of its channels with the values for them. */
    private static final long USUAL = 32L * EdgeTally.BINS + SampledHistograms.BYTES;

    /** Of more channels, whose bins are as few as can be, the rest counts. */
    private static final int MANY = 1 << 13;

    /** Of the bins and figures of a channel, with the objects that hold them. */
    private static final int BYTES_A_CHANNEL = 900;

    private TallyMemory() {}

    /**
     * Bytes for values of a shape.
     *
     * @param channelAxis as {@link EdgeTally} takes it
     */
    public static long of(OptionalInt channelAxis, long[] shape) {
        int axis = channelAxis.orElse(0);
        axis = axis < 0 ? axis + shape.length : axis;
        long channels = axis <= 0 || axis >= shape.length ? 1 : shape[axis];
        return channels > MANY ? USUAL + BYTES_A_CHANNEL * channels : USUAL;
    }
}
