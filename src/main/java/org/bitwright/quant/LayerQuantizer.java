package org.bitwright.quant;

import java.util.List;
import java.util.stream.IntStream;
import org.bitwright.task.CancelToken;
import org.bitwright.task.Parallel;

/** Applies a configuration to a layer's weight. Stateless; results do not depend on the number of threads. */
public final class LayerQuantizer {
    private LayerQuantizer() {}

    /** The grid of each granule: by hand where there is one, else as the calibrator finds it. Exact values are used. */
    public static List<Grid> grids(LayerWeights weights, TensorConfig config, CancelToken cancel) {
        return new GridResolution(weights, config).grids(cancel);
    }

    /** Grids and exact errors. */
    public static QuantizedLayer quantize(LayerWeights weights, TensorConfig config, CancelToken cancel) {
        List<Grid> grids = grids(weights, config, cancel);
        List<QuantError> channelErrors = GranuleErrors.of(weights.values(), weights.channelLayout(), grids, cancel);
        QuantError error = channelErrors.stream().reduce(QuantError.NONE, QuantError::plus);
        List<QuantError> errors = grids.size() == channelErrors.size() ? channelErrors : List.of(error);
        return new QuantizedLayer(
                config, grids, errors, channelErrors, error, StorageSize.bytes(weights.layer(), config));
    }

    /**
     * Grids as given and errors estimated from the histograms (exact for short channels): milliseconds at any size, for
     * a handle under the hand. {@code grids} as {@link #grids} gives them, perhaps with some replaced.
     */
    public static QuantizedLayer estimate(LayerWeights weights, TensorConfig config, List<Grid> grids) {
        List<QuantError> channelErrors = IntStream.range(0, weights.channels())
                .mapToObj(c -> weights.channelHistogram(c).estimate(grids.get(grids.size() == 1 ? 0 : c)))
                .toList();
        QuantError error = grids.size() == 1
                ? weights.histogram().estimate(grids.get(0))
                : channelErrors.stream().reduce(QuantError.NONE, QuantError::plus);
        List<QuantError> errors = grids.size() == 1 ? List.of(error) : channelErrors;
        return new QuantizedLayer(
                config, grids, errors, channelErrors, error, StorageSize.bytes(weights.layer(), config));
    }

    /** The quantized values x̂ in storage order: a new array. */
    public static float[] values(LayerWeights weights, List<Grid> grids, CancelToken cancel) {
        float[] values = weights.values();
        float[] quantized = new float[values.length];
        forGranules(weights, grids, cancel, (grid, from, to) -> {
            for (int i = from; i < to; i++) {
                quantized[i] = grid.quantize(values[i]);
            }
        });
        return quantized;
    }

    /** The integer codes in storage order. All grids must be {@link UniformGrid}s. */
    public static int[] codes(LayerWeights weights, List<Grid> grids) {
        float[] values = weights.values();
        int[] codes = new int[values.length];
        forGranules(weights, grids, CancelToken.none(), (grid, from, to) -> {
            UniformGrid uniform = (UniformGrid) grid;
            for (int i = from; i < to; i++) {
                codes[i] = uniform.encode(values[i]);
            }
        });
        return codes;
    }

    private interface RunWork {
        void run(Grid grid, int from, int to);
    }

    /** Calls {@code work} for every run of consecutive values that share a grid. */
    private static void forGranules(LayerWeights weights, List<Grid> grids, CancelToken cancel, RunWork work) {
        ChannelLayout layout = weights.layout(grids.size() == 1 ? Granularity.TENSOR : Granularity.CHANNEL);
        Parallel.forSlices(layout.outer() * layout.channels(), cancel, run -> {
            int at = run * layout.inner();
            work.run(grids.get(run % layout.channels()), at, at + layout.inner());
        });
    }
}
