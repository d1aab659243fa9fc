package org.bitwright.quant;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import org.bitwright.model.Layer;
import org.bitwright.model.Phrase;
import org.bitwright.model.TooLargeException;
import org.bitwright.task.CancelToken;
import org.jspecify.annotations.Nullable;

/**
 * The values of one layer's weight with what is computed from them once: the histogram of the tensor and those of its
 * channels, and the flags of unusual values. Immutable, shared between threads; about 4 bytes a weight and the
 * histograms (a few MB at most).
 *
 * <p>The values of a layer that takes more than {@value #SHARE} of Java's memory are not held: its histograms and flags are
 * made while it is read piece by piece, and whoever asks for {@link #values()} is told that they are too large.
 */
public final class LayerWeights {
    /** Layers up to this many values are evaluated exactly even while a handle moves. */
    static final int EXACT_LIMIT = 1 << 20;

    /** Of Java's memory, which the values of one layer may take: others are held and worked on beside it. */
    private static final double SHARE = 0.3;

    private static final int BINS = 1 << 15;
    private static final int CHANNEL_BINS = 1 << 11;

    private final Layer layer;
    /** Empty where they are not held. */
    private final float[] values;

    private final @Nullable ChannelLayout channelLayout;
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

    private LayerWeights(Layer layer, WeightPieces pieces, CancelToken cancel) throws IOException {
        this.layer = layer;
        this.values = new float[0];
        this.channelLayout = null;
        this.channelStatistics = GranuleStatistics.of(pieces, cancel);
        this.tensorStatistics = channelStatistics.together();
        ChannelHistograms.Pieced histograms = ChannelHistograms.of(pieces, channelStatistics, BINS, cancel);
        this.histogram = histograms.tensor();
        this.channelHistograms = histograms.channels();
        this.flags = WeightFlags.of(channelStatistics, layer.parameters());
    }

    /** Reads the weight and builds its histograms, on all cores. */
    public static LayerWeights read(Layer layer, CancelToken cancel) throws IOException {
        boolean fits =
                layer.parameters() * Float.BYTES <= SHARE * Runtime.getRuntime().maxMemory();
        return fits ? of(layer, layer.weight().readFloats(), cancel) : pieced(layer, cancel);
    }

    /** The same without holding the values. */
    static LayerWeights pieced(Layer layer, CancelToken cancel) throws IOException {
        return new LayerWeights(layer, WeightPieces.of(layer), cancel);
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

    /**
     * Shared: callers do not write to it.
     *
     * @throws UncheckedIOException of a {@link TooLargeException} where they are not held
     */
    public float[] values() {
        if (!areHeld()) {
            throw new UncheckedIOException(tooLarge());
        }
        return values;
    }

    /** Whether memory holds the values; if not, only histograms and flags can be asked for. */
    public boolean areHeld() {
        return channelLayout != null;
    }

    /** @throws TooLargeException where memory does not hold the values */
    public void checkHeld() throws TooLargeException {
        if (!areHeld()) {
            throw tooLarge();
        }
    }

    private TooLargeException tooLarge() {
        return TooLargeException.of(
                Phrase.of("the weight of layer '%s'", layer.name()), layer.parameters() * Float.BYTES);
    }

    /** Bytes of memory that the values take. */
    public long heldBytes() {
        return (long) values.length * Float.BYTES;
    }

    public MomentHistogram histogram() {
        MomentHistogram built = histogram;
        if (built == null) {
            built = histogramOf(values(), tensorStatistics, CancelToken.none());
            histogram = built;
        }
        return built;
    }

    /** Histogram of one channel at the layer's channel axis; coarser than the tensor's. */
    public MomentHistogram channelHistogram(int channel) {
        if (channels() == 1) {
            return histogram();
        }
        if (!areHeld()) {
            return channelHistograms[channel];
        }
        boolean fine = channelHistograms.length > 0 && channelHistograms[channel].bins() >= CHANNEL_BINS;
        return fine
                ? channelHistograms[channel]
                : MomentHistogram.of(
                        values(), channelLayout(), channel, channelStatistics.range(channel), CHANNEL_BINS);
    }

    /** Number of channels (1 where the layer has no channel axis). */
    public int channels() {
        return channelStatistics.granules();
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
        return layer.parameters() > EXACT_LIMIT;
    }

    /** The histogram from which the channel strip of a large layer is estimated. */
    MomentHistogram coarseHistogram(int channel) {
        return channelHistograms.length == 0 ? histogram() : channelHistograms[channel];
    }

    ChannelLayout channelLayout() {
        ChannelLayout layout = channelLayout;
        if (layout == null) {
            throw new UncheckedIOException(tooLarge());
        }
        return layout;
    }

    ChannelLayout tensorLayout() {
        return new ChannelLayout(1, 1, values().length);
    }

    /** The granules at a granularity. */
    GranuleLayout granules(Granularity granularity) {
        return granularity.isGroup() ? GranuleLayout.of(layer, granularity) : layout(granularity);
    }

    /** The granules of the tensor, or of its channels. */
    ChannelLayout layout(Granularity granularity) {
        return granularity.isChannel() ? channelLayout() : tensorLayout();
    }

    /** Of the tensor, or of its channels. */
    GranuleStatistics statistics(Granularity granularity) {
        return granularity.isChannel() ? channelStatistics : tensorStatistics;
    }
}
