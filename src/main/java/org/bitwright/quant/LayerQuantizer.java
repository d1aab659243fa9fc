package org.bitwright.quant;

import java.util.List;
import java.util.OptionalLong;
import org.bitwright.task.CancelToken;
import org.bitwright.task.Parallel;
import org.jspecify.annotations.Nullable;

/** Applies a configuration to a layer's weight. Stateless; results do not depend on the number of threads. */
public final class LayerQuantizer {
    /** Weights up to this many are counted within a millisecond or two. */
    private static final int QUICKLY_CODED = 1 << 16;

    private LayerQuantizer() {}

    /** The grid of each granule: by hand where there is one, else as the calibrator finds it. Exact values are used. */
    public static LayerGrids grids(LayerWeights weights, TensorConfig config, CancelToken cancel) {
        return LayerGrids.of(config, new GridResolution(weights, config, cancel).grids());
    }

    /** Grids and exact errors. */
    public static QuantizedLayer quantize(LayerWeights weights, TensorConfig config, CancelToken cancel) {
        return quantize(weights, config, grids(weights, config, cancel).list(), cancel);
    }

    /** Exact errors of grids that are known, as {@link #grids} gives them. */
    public static QuantizedLayer quantize(
            LayerWeights weights, TensorConfig config, List<Grid> grids, CancelToken cancel) {
        List<QuantError> channelErrors = run(weights, LayerGrids.of(config, grids), null, cancel);
        OptionalLong entropyBytes = OptionalLong.of(StorageSize.entropyBytes(weights, config, grids, cancel));
        return result(weights, config, grids, channelErrors, sum(channelErrors), entropyBytes);
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

    /** Exact errors, and the entropy-coded size only where it takes next to no time: for a handle under the hand. */
    static QuantizedLayer quickly(LayerWeights weights, TensorConfig config, List<Grid> grids) {
        CancelToken never = CancelToken.none();
        if (weights.values().length <= QUICKLY_CODED) {
            return quantize(weights, config, grids, never);
        }
        List<QuantError> channelErrors = run(weights, LayerGrids.of(config, grids), null, never);
        return result(weights, config, grids, channelErrors, sum(channelErrors), OptionalLong.empty());
    }

    /** The quantized values x̂ in storage order: a new array. */
    public static float[] values(LayerWeights weights, LayerGrids grids, CancelToken cancel) {
        float[] quantized = new float[weights.values().length];
        valuesInto(weights, grids, quantized, cancel);
        return quantized;
    }

    /**
     * Writes the quantized values x̂ in storage order and gives the exact error of each channel.
     *
     * @param into as long as the weight
     */
    public static List<QuantError> valuesInto(
            LayerWeights weights, LayerGrids grids, float[] into, CancelToken cancel) {
        if (into.length != weights.values().length) {
            throw new IllegalArgumentException(
                    "room for " + into.length + " values where there are " + weights.values().length);
        }
        return run(weights, grids, into, cancel);
    }

    /** The codes in storage order, as {@link Grid#encode} gives them. */
    public static int[] codes(LayerWeights weights, LayerGrids grids) {
        if (grids.rounding() instanceof Rounding.Assigned assigned) {
            return assigned.codes().codes();
        }
        float[] values = weights.values();
        int[] codes = new int[values.length];
        GranuleLayout layout = weights.granules(grids.granularity());
        Runs runs = new Runs(weights.channelLayout());
        Parallel.forSlices(runs.chunks(), CancelToken.none(), chunk -> {
            runs.visit(chunk, (run, channel, from, to) -> {
                for (int i = from; i < to; i++) {
                    codes[i] = grids.get(layout.granule(i)).encode(values[i], grids.rounding(), i);
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
            QuantError error,
            OptionalLong entropyBytes) {
        List<QuantError> errors = config.granularity().isChannel() ? channelErrors : List.of(error);
        return new QuantizedLayer(
                config, grids, errors, channelErrors, error, StorageSize.bytes(weights.layer(), config), entropyBytes);
    }

    /** In the channels' order. */
    static QuantError sum(List<QuantError> errors) {
        return errors.stream().reduce(QuantError.NONE, QuantError::plus);
    }

    private static List<QuantError> run(
            LayerWeights weights, LayerGrids grids, float @Nullable [] into, CancelToken cancel) {
        checkAssigned(weights, grids.rounding());
        if (grids.rounding().isHalfEven()
                && weights.granules(grids.granularity()) instanceof GroupLayout groups
                && GroupQuantization.fits(groups, weights.channelLayout())) {
            return new GroupQuantization(weights, groups, grids.list(), into).run(cancel);
        }
        if (grids.granularity().isGroup() || !grids.rounding().isHalfEven()) {
            return new GeneralQuantization(weights, grids, into).run(cancel);
        }
        return new FakeQuantization(
                        weights.values(),
                        weights.channelLayout(),
                        weights.statistics(Granularity.CHANNEL),
                        grids.list(),
                        into)
                .run(cancel);
    }

    private static void checkAssigned(LayerWeights weights, Rounding rounding) {
        if (rounding instanceof Rounding.Assigned assigned && assigned.codes().size() != weights.values().length) {
            throw new IllegalArgumentException(assigned.codes().size() + " codes are assigned to a weight of "
                    + weights.values().length + " values");
        }
    }
}
