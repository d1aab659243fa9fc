package org.bitwright.quant;

import java.io.IOException;
import java.util.Arrays;
import org.bitwright.task.CancelToken;
import org.bitwright.task.Parallel;

/** Builds the histograms of a layer: the tensor's over fixed stripes, the channels' over groups that lie together. */
final class ChannelHistograms {
    private static final int STRIPES = 8;
    /** Values between two looks whether to go on. */
    private static final int PIECE = 256 * FineHistogramBuilder.BLOCK;

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
            int end = (int) ((stripe + 1L) * values.length / STRIPES);
            for (int at = from; at < end; at += Math.min(PIECE, end - at)) {
                cancel.throwIfCancelled();
                builder.add(values, at, at + Math.min(PIECE, end - at));
            }
            parts[stripe] = builder;
        });
        for (int stripe = 1; stripe < STRIPES; stripe++) {
            parts[0].add(parts[stripe]);
        }
        return parts[0].build();
    }

    /** The same of values that are read piece by piece, and those of the channels in the same pass. */
    static Pieced of(WeightPieces pieces, GranuleStatistics statistics, int bins, CancelToken cancel)
            throws IOException {
        int stripes = pieces.stripes();
        int channels = pieces.channels();
        Range all = statistics.together().range(0);
        FineHistogramBuilder[] whole = new FineHistogramBuilder[stripes];
        HistogramBuilder[][] each = new HistogramBuilder[stripes][channels];
        for (int stripe = 0; stripe < stripes; stripe++) {
            whole[stripe] = new FineHistogramBuilder(all, bins);
            Arrays.setAll(each[stripe], c -> new HistogramBuilder(statistics.range(c), binsOfEach(channels)));
        }
        pieces.forEach(cancel, (stripe, values, count, first) -> {
            whole[stripe].add(values, 0, count);
            if (channels > 1) {
                pieces.forEachRun(count, first, (channel, from, to) -> each[stripe][channel].add(values, from, to));
            }
        });
        for (int stripe = 1; stripe < stripes; stripe++) {
            whole[0].add(whole[stripe]);
            for (int c = 0; c < channels; c++) {
                each[0][c].add(each[stripe][c]);
            }
        }
        MomentHistogram tensor = whole[0].build();
        return new Pieced(
                tensor,
                channels == 1
                        ? new MomentHistogram[] {tensor}
                        : Arrays.stream(each[0]).map(HistogramBuilder::build).toArray(MomentHistogram[]::new));
    }

    /** Of a tensor and of each of its channels. */
    record Pieced(MomentHistogram tensor, MomentHistogram[] channels) {}

    private static int binsOfEach(int channels) {
        return Math.max(LEAST_BINS, Math.min(MOST_BINS, BINS_OF_ALL / channels));
    }

    /** One histogram a channel, of as many bins as the memory budget of a layer allows. */
    static MomentHistogram[] channels(
            float[] values, ChannelLayout layout, GranuleStatistics statistics, CancelToken cancel) {
        MomentHistogram[] histograms = new MomentHistogram[layout.channels()];
        int bins = binsOfEach(layout.channels());
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
