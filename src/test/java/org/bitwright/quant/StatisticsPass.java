package org.bitwright.quant;

import org.bitwright.task.CancelToken;

/** Opens two passes over a tensor to the benchmarks. */
public final class StatisticsPass {
    private static final int BINS = 1 << 15;

    private StatisticsPass() {}

    /** The least and the greatest value, with the sums that come along. */
    public static Range range(float[] values) {
        return GranuleStatistics.of(values, new ChannelLayout(1, 1, values.length), CancelToken.none())
                .range(0);
    }

    /** The histogram of a layer, moments included. */
    public static MomentHistogram histogram(float[] values, Range range) {
        return ChannelHistograms.tensor(values, range, BINS, CancelToken.none());
    }
}
