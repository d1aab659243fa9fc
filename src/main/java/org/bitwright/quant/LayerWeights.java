package org.bitwright.quant;

import java.io.IOException;
import org.bitwright.model.Layer;
import org.bitwright.task.CancelToken;

/**
 * The values of one layer's weight with what is computed from them once: the histogram of the tensor and those of its
 * channels, and the flags of unusual values. Immutable, shared between threads; about 4 bytes a weight and the
 * histograms (a few MB at most).
 */
public final class LayerWeights {
    private final Layer layer;
    private final float[] values;
    private final ChannelLayout channelLayout;
    private final ChannelStatistics channelStatistics;
    private final ChannelStatistics tensorStatistics;
    private final MomentHistogram histogram;
    private final WeightFlags flags;

    private LayerWeights(Layer layer, float[] values, CancelToken cancel) {
        this.layer = layer;
        this.values = values;
        this.channelLayout = ChannelLayout.of(layer, Granularity.CHANNEL);
        this.channelStatistics = ChannelStatistics.of(values, channelLayout, cancel);
        this.tensorStatistics = ChannelStatistics.of(values, tensorLayout(), cancel);
        this.histogram = MomentHistogram.of(values, tensorLayout(), 0, tensorStatistics.range(0), 1 << 15);
        this.flags = WeightFlags.of(channelStatistics, values.length);
    }

    /** Reads the weight and builds its histograms, on all cores. */
    public static LayerWeights read(Layer layer, CancelToken cancel) throws IOException {
        return of(layer, layer.weight().readFloats(), cancel);
    }

    /** The same from values in memory, in the weight's storage order. */
    public static LayerWeights of(Layer layer, float[] values, CancelToken cancel) {
        if (values.length != layer.parameters()) {
            throw new IllegalArgumentException(
                    "layer '" + layer.name() + "' has " + layer.parameters() + " weights, not " + values.length);
        }
        return new LayerWeights(layer, values, cancel);
    }

    public Layer layer() {
        return layer;
    }

    /** Shared: callers do not write to it. */
    public float[] values() {
        return values;
    }

    public MomentHistogram histogram() {
        return histogram;
    }

    /** Histogram of one channel at the layer's channel axis; coarser than the tensor's. */
    public MomentHistogram channelHistogram(int channel) {
        return MomentHistogram.of(values, channelLayout, channel, channelStatistics.range(channel), 1 << 11);
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

    /** What is unusual about the values. */
    public WeightFlags flags() {
        return flags;
    }

    ChannelLayout channelLayout() {
        return channelLayout;
    }

    ChannelLayout tensorLayout() {
        return new ChannelLayout(1, 1, values.length);
    }

    /** The granules at a granularity. */
    ChannelLayout layout(Granularity granularity) {
        return granularity == Granularity.CHANNEL ? channelLayout : tensorLayout();
    }

    /** Of the granules at a granularity. */
    ChannelStatistics statistics(Granularity granularity) {
        return granularity == Granularity.CHANNEL ? channelStatistics : tensorStatistics;
    }
}
