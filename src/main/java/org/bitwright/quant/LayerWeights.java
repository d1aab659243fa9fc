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
    private LayerWeights() {}

    /** Reads the weight and builds its histograms, on all cores. */
    public static LayerWeights read(Layer layer, CancelToken cancel) throws IOException {
        throw new UnsupportedOperationException("contract");
    }

    /** The same from values in memory, in the weight's storage order. */
    public static LayerWeights of(Layer layer, float[] values, CancelToken cancel) {
        throw new UnsupportedOperationException("contract");
    }

    public Layer layer() {
        throw new UnsupportedOperationException("contract");
    }

    /** Shared: callers do not write to it. */
    public float[] values() {
        throw new UnsupportedOperationException("contract");
    }

    public MomentHistogram histogram() {
        throw new UnsupportedOperationException("contract");
    }

    /** Histogram of one channel at the layer's channel axis; coarser than the tensor's. */
    public MomentHistogram channelHistogram(int channel) {
        throw new UnsupportedOperationException("contract");
    }

    /** Number of channels (1 where the layer has no channel axis). */
    public int channels() {
        throw new UnsupportedOperationException("contract");
    }

    public long nanCount() {
        throw new UnsupportedOperationException("contract");
    }

    public long infiniteCount() {
        throw new UnsupportedOperationException("contract");
    }

    /** Channels whose values are all zero, rising. */
    public int[] deadChannels() {
        throw new UnsupportedOperationException("contract");
    }
}
