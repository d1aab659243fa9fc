package org.bitwright.quant;

import org.bitwright.task.CancelToken;
import org.bitwright.task.Parallel;

/** Builds the histograms of a layer: the tensor's over fixed stripes, the channels' over groups that lie together. */
final class ChannelHistograms {
    private static final int STRIPES = 8;
    /** Bins of all channels together, so that the channel strip follows a handle within a few milliseconds. */
    private static final int BINS_OF_ALL = 1 << 17;

    private static final int LEAST_BINS = 16;
    private static final int MOST_BINS = 1 << 11;
    private static final int GROUP_VALUES = 64;

    private ChannelHistograms() {}

    static MomentHistogram tensor(float[] values, Range range, int bins, CancelToken cancel) {
        FineHistogramBuilder[] parts = new FineHistogramBuilder[STRIPES];
        Parallel.forSlices(STRIPES, cancel, stripe -> {
            FineHistogramBuilder builder = new FineHistogramBuilder(range, bins);
            int from = (int) ((long) stripe * values.length / STRIPES);
            builder.add(values, from, (int) ((stripe + 1L) * values.length / STRIPES));
            parts[stripe] = builder;
        });
        for (int stripe = 1; stripe < STRIPES; stripe++) {
            parts[0].add(parts[stripe]);
        }
        return parts[0].build();
    }

    /** One histogram a channel, of as many bins as the memory budget of a layer allows. */
    static MomentHistogram[] channels(
            float[] values, ChannelLayout layout, GranuleStatistics statistics, CancelToken cancel) {
        MomentHistogram[] histograms = new MomentHistogram[layout.channels()];
        int bins = Math.max(LEAST_BINS, Math.min(MOST_BINS, BINS_OF_ALL / layout.channels()));
        int group = Math.max(1, GROUP_VALUES / layout.inner());
        Parallel.forSlices((layout.channels() + group - 1) / group, cancel, slice -> {
            int first = slice * group;
            int end = Math.min(layout.channels(), first + group);
            HistogramBuilder[] builders = new HistogramBuilder[end - first];
            for (int c = first; c < end; c++) {
                builders[c - first] = new HistogramBuilder(statistics.range(c), bins);
            }
            for (int o = 0; o < layout.outer(); o++) {
                int at = (o * layout.channels() + first) * layout.inner();
                for (HistogramBuilder builder : builders) {
                    builder.add(values, at, at + layout.inner());
                    at += layout.inner();
                }
            }
            for (int c = first; c < end; c++) {
                histograms[c] = builders[c - first].build();
            }
        });
        return histograms;
    }
}
