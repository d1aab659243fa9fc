package org.bitwright.quant;

import org.jspecify.annotations.Nullable;

/**
 * Bins that one histogram after the other widens into, so that growing leaves nothing to collect: hundreds of channels
 * grow several times each. One thread.
 */
final class SpareBins {
    private @Nullable MomentBins spare;

    /** Empty ones. */
    MomentBins taken(int bins) {
        MomentBins taken = spare;
        spare = null;
        return taken == null ? new MomentBins(bins) : taken;
    }

    /** Takes bins that nobody uses any more, as many as all others. */
    void give(MomentBins bins) {
        bins.clear();
        spare = bins;
    }
}
