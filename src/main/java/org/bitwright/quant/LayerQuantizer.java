package org.bitwright.quant;

import java.util.List;
import org.bitwright.task.CancelToken;

/** Applies a configuration to a layer's weight. Stateless; results do not depend on the number of threads. */
public final class LayerQuantizer {
    private LayerQuantizer() {}

    /** The grid of each granule: by hand where there is one, else as the calibrator finds it. Exact values are used. */
    public static List<Grid> grids(LayerWeights weights, TensorConfig config, CancelToken cancel) {
        throw new UnsupportedOperationException("contract");
    }

    /** Grids and exact errors. */
    public static QuantizedLayer quantize(LayerWeights weights, TensorConfig config, CancelToken cancel) {
        throw new UnsupportedOperationException("contract");
    }

    /**
     * Grids as given and errors estimated from the histograms (exact for short channels): milliseconds at any size, for
     * a handle under the hand. {@code grids} as {@link #grids} gives them, perhaps with some replaced.
     */
    public static QuantizedLayer estimate(LayerWeights weights, TensorConfig config, List<Grid> grids) {
        throw new UnsupportedOperationException("contract");
    }

    /** The quantized values x̂ in storage order: a new array. */
    public static float[] values(LayerWeights weights, List<Grid> grids, CancelToken cancel) {
        throw new UnsupportedOperationException("contract");
    }

    /** The integer codes in storage order. All grids must be {@link UniformGrid}s. */
    public static int[] codes(LayerWeights weights, List<Grid> grids) {
        throw new UnsupportedOperationException("contract");
    }
}
