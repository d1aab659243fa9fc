package org.bitwright.quant;

import java.io.IOException;
import java.util.Optional;
import org.bitwright.model.Layer;
import org.bitwright.task.CancelToken;
import org.jspecify.annotations.Nullable;

/**
 * The values of one layer's weight with what is computed from them once: the histogram of the tensor and those of its
 * channels, and the flags of unusual values. Immutable, shared between threads; about 4 bytes a weight and the
 * histograms (a few MB at most).
 */
public final class LayerWeights {
    /** Layers up to this many values are evaluated exactly even while a handle moves. */
    static final int EXACT_LIMIT = 1 << 20;

    private static final int BINS = 1 << 15;
    private static final int CHANNEL_BINS = 1 << 11;

    private final Layer layer;
    private final float[] values;
    private final ChannelLayout channelLayout;
    private final GranuleStatistics channelStatistics;
    private final GranuleStatistics tensorStatistics;
    private final MomentHistogram[] channelHistograms;
    private final WeightFlags flags;
    private volatile @Nullable MomentHistogram histogram;

    private LayerWeights(Layer layer, float[] values, boolean withHistograms, CancelToken cancel) {
        this.layer = layer;
        this.values = values;
        this.channelLayout = ChannelLayout.of(layer, Granularity.CHANNEL);
        this.channelStatistics = GranuleStatistics.of(values, channelLayout, cancel);
        this.tensorStatistics = channelStatistics.together();
        this.histogram = withHistograms ? histogramOf(values, tensorStatistics, cancel) : null;
        this.channelHistograms = withHistograms && values.length > EXACT_LIMIT && channelLayout.channels() > 1
                ? ChannelHistograms.channels(values, channelLayout, channelStatistics, cancel)
                : new MomentHistogram[0];
        this.flags = WeightFlags.of(channelStatistics, values.length);
    }

    /** Reads the weight and builds its histograms, on all cores. */
    public static LayerWeights read(Layer layer, CancelToken cancel) throws IOException {
        return of(layer, layer.weight().readFloats(), cancel);
    }

    /** The same of the weight that an overlay holds, or of the layer's own where it holds none. */
    public static LayerWeights read(Layer layer, Optional<WeightOverlay> overlay, CancelToken cancel)
            throws IOException {
        float[] values = overlay.map(o -> o.values().get(layer.weight().name())).orElse(null);
        return values == null ? read(layer, cancel) : of(layer, values, cancel);
    }

    private static MomentHistogram histogramOf(float[] values, GranuleStatistics statistics, CancelToken cancel) {
        return ChannelHistograms.tensor(values, statistics.range(0), BINS, cancel);
    }

    /** The same from values in memory, in the weight's storage order. */
    public static LayerWeights of(Layer layer, float[] values, CancelToken cancel) {
        return of(layer, values, true, cancel);
    }

    /**
     * The same without histograms, which cost far more than finding grids and rounding: for weights that are quantized
     * once and change again. The tensor's is built where it is asked for; those of channels are coarse.
     *
     * @param values not written to as long as what this gives is used
     */
    public static LayerWeights passing(Layer layer, float[] values, CancelToken cancel) {
        return of(layer, values, false, cancel);
    }

    private static LayerWeights of(Layer layer, float[] values, boolean withHistograms, CancelToken cancel) {
        if (values.length != layer.parameters()) {
            throw new IllegalArgumentException(
                    "layer '" + layer.name() + "' has " + layer.parameters() + " weights, not " + values.length);
        }
        return new LayerWeights(layer, values, withHistograms, cancel);
    }

    public Layer layer() {
        return layer;
    }

    /** Shared: callers do not write to it. */
    public float[] values() {
        return values;
    }

    public MomentHistogram histogram() {
        MomentHistogram built = histogram;
        if (built == null) {
            built = histogramOf(values, tensorStatistics, CancelToken.none());
            histogram = built;
        }
        return built;
    }

    /** Histogram of one channel at the layer's channel axis; coarser than the tensor's. */
    public MomentHistogram channelHistogram(int channel) {
        if (channelLayout.channels() == 1) {
            return histogram();
        }
        boolean fine = channelHistograms.length > 0 && channelHistograms[channel].bins() >= CHANNEL_BINS;
        return fine
                ? channelHistograms[channel]
                : MomentHistogram.of(values, channelLayout, channel, channelStatistics.range(channel), CHANNEL_BINS);
    }

    /** Number of channels (1 where the layer has no channel axis). */
    public int channels() {
        return channelLayout.channels();
    }

    public long nanCount() {
        return flags.nanCount();
    }

    public long infiniteCount() {
        return flags.infiniteCount();
    }

    /** Channels whose values are all zero, rising. */
    public int[] deadChannels() {
        return flags.deadChannels().stream().mapToInt(Integer::intValue).toArray();
    }

    /**
     * How many times as wide as the median of the channels that are not dead a channel's range is, 0 in it; 0 where fewer
     * than two are not dead.
     */
    public double widthToMedian(int channel) {
        return WeightFlags.widthToMedian(channelStatistics, channel);
    }

    /** What is unusual about the values. */
    public WeightFlags flags() {
        return flags;
    }

    /** Whether errors of this layer are estimated rather than computed while a handle moves. */
    boolean isEstimated() {
        return values.length > EXACT_LIMIT;
    }

    /** The histogram from which the channel strip of a large layer is estimated. */
    MomentHistogram coarseHistogram(int channel) {
        return channelHistograms.length == 0 ? histogram() : channelHistograms[channel];
    }

    ChannelLayout channelLayout() {
        return channelLayout;
    }

    ChannelLayout tensorLayout() {
        return new ChannelLayout(1, 1, values.length);
    }

    /** The granules at a granularity. */
    GranuleLayout granules(Granularity granularity) {
        return granularity.isGroup() ? GranuleLayout.of(layer, granularity) : layout(granularity);
    }

    /** The granules of the tensor, or of its channels. */
    ChannelLayout layout(Granularity granularity) {
        return granularity.isChannel() ? channelLayout : tensorLayout();
    }

    /** Of the tensor, or of its channels. */
    GranuleStatistics statistics(Granularity granularity) {
        return granularity.isChannel() ? channelStatistics : tensorStatistics;
    }
}
