package org.bitwright.quant;

import java.util.List;
import org.bitwright.task.CancelToken;
import org.bitwright.task.Parallel;
import org.jspecify.annotations.Nullable;

/** Applies a configuration to a layer's weight. Stateless; results do not depend on the number of threads. */
public final class LayerQuantizer {
    private LayerQuantizer() {}

    /** The grid of each granule: by hand where there is one, else as the calibrator finds it. Exact values are used. */
    public static List<Grid> grids(LayerWeights weights, TensorConfig config, CancelToken cancel) {
        return new GridResolution(weights, config, cancel).grids();
    }

    /** Grids and exact errors. */
    public static QuantizedLayer quantize(LayerWeights weights, TensorConfig config, CancelToken cancel) {
        return quantize(weights, config, grids(weights, config, cancel), cancel);
    }

    /** Exact errors of grids that are known, as {@link #grids} gives them. */
    public static QuantizedLayer quantize(
            LayerWeights weights, TensorConfig config, List<Grid> grids, CancelToken cancel) {
        List<QuantError> channelErrors =
                fakeQuantization(weights, Granularity.CHANNEL, grids, null).run(cancel);
        return result(weights, config, grids, channelErrors, sum(channelErrors));
    }

    /**
     * Grids as given and errors estimated from the histograms (exact for layers and channels of few values):
     * milliseconds at any size, for a handle under the hand. {@code grids} as {@link #grids} gives them, perhaps with
     * some replaced.
     */
    public static QuantizedLayer estimate(LayerWeights weights, TensorConfig config, List<Grid> grids) {
        return new ErrorEstimate(weights, grids).of(config);
    }

    /**
     * The same, where only some grids differ from those of {@code previous}: the errors of the others are taken over.
     *
     * @param previous of the same weights; any configuration
     */
    public static QuantizedLayer estimate(
            LayerWeights weights, TensorConfig config, List<Grid> grids, QuantizedLayer previous) {
        return new ErrorEstimate(weights, grids).of(config, previous);
    }

    /** The quantized values x̂ in storage order: a new array. */
    public static float[] values(LayerWeights weights, List<Grid> grids, CancelToken cancel) {
        float[] quantized = new float[weights.values().length];
        valuesInto(weights, grids, quantized, cancel);
        return quantized;
    }

    /**
     * Writes the quantized values x̂ in storage order and gives the exact error of each granule.
     *
     * @param into as long as the weight
     */
    public static List<QuantError> valuesInto(
            LayerWeights weights, List<Grid> grids, float[] into, CancelToken cancel) {
        if (into.length != weights.values().length) {
            throw new IllegalArgumentException(
                    "room for " + into.length + " values where there are " + weights.values().length);
        }
        Granularity granularity = grids.size() == 1 ? Granularity.TENSOR : Granularity.CHANNEL;
        return fakeQuantization(weights, granularity, grids, into).run(cancel);
    }

    /** The integer codes in storage order. All grids must be {@link UniformGrid}s. */
    public static int[] codes(LayerWeights weights, List<Grid> grids) {
        float[] values = weights.values();
        int[] codes = new int[values.length];
        Runs runs = new Runs(weights.layout(grids.size() == 1 ? Granularity.TENSOR : Granularity.CHANNEL));
        Parallel.forSlices(runs.chunks(), CancelToken.none(), chunk -> {
            runs.visit(chunk, (run, channel, from, to) -> {
                UniformGrid grid = (UniformGrid) grids.get(channel);
                for (int i = from; i < to; i++) {
                    codes[i] = grid.encode(values[i]);
                }
            });
        });
        return codes;
    }

    static QuantizedLayer result(
            LayerWeights weights,
            TensorConfig config,
            List<Grid> grids,
            List<QuantError> channelErrors,
            QuantError error) {
        List<QuantError> errors = config.granularity() == Granularity.CHANNEL ? channelErrors : List.of(error);
        return new QuantizedLayer(
                config, grids, errors, channelErrors, error, StorageSize.bytes(weights.layer(), config));
    }

    /** In the channels' order. */
    static QuantError sum(List<QuantError> errors) {
        return errors.stream().reduce(QuantError.NONE, QuantError::plus);
    }

    private static FakeQuantization fakeQuantization(
            LayerWeights weights, Granularity granularity, List<Grid> grids, float @Nullable [] into) {
        return new FakeQuantization(
                weights.values(), weights.layout(granularity), weights.statistics(granularity), grids, into);
    }
}
