package org.bitwright.ui.histogram;

import java.util.Optional;
import org.bitwright.quant.MomentHistogram;
import org.bitwright.quant.Range;

/** The float values that a histogram shows: a layer's weights, or what flows through an edge. */
public interface TensorValues {
    MomentHistogram histogram();

    /** Number of channels; 1 where there is nothing to tell apart. */
    int channels();

    /** The histogram of one channel alone; empty where only that of the tensor is known. */
    Optional<MomentHistogram> channelHistogram(int channel);

    /** From the least to the greatest value of a channel, where that says more than how far its grids reach. */
    Optional<Range> channelRange(int channel);

    /** Whether all values of a channel are zero. */
    boolean isDead(int channel);
}
