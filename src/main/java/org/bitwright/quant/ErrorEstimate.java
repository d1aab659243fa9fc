package org.bitwright.quant;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.bitwright.task.CancelToken;
import org.bitwright.task.Parallel;

/** Errors while a handle moves: exact where that is quick enough, else from the histograms. */
final class ErrorEstimate {
    private final LayerWeights weights;
    private final List<Grid> grids;

    /** @param grids one for the tensor or one a channel */
    ErrorEstimate(LayerWeights weights, List<Grid> grids) {
        this.weights = weights;
        this.grids = grids;
    }

    QuantizedLayer of(TensorConfig config) {
        if (!weights.isEstimated() || needsValues(config)) {
            return LayerQuantizer.quickly(weights, config, grids);
        }
        List<QuantError> channels =
                channels(IntStream.range(0, weights.channels()).toArray());
        return result(config, channels);
    }

    QuantizedLayer of(TensorConfig config, QuantizedLayer previous) {
        if (previous.grids().size() != grids.size() || needsValues(config)) {
            return of(config);
        }
        int[] changed = IntStream.range(0, grids.size())
                .filter(granule -> !grids.get(granule).equals(previous.grids().get(granule)))
                .toArray();
        if (changed.length == 0) {
            return LayerQuantizer.result(
                    weights, config, grids, previous.channelErrors(), previous.error(), OptionalLong.empty());
        }
        if (grids.size() == 1 || changed.length == grids.size()) {
            return of(config);
        }
        List<QuantError> channels = new ArrayList<>(previous.channelErrors());
        List<QuantError> renewed = channels(changed);
        for (int i = 0; i < changed.length; i++) {
            channels.set(changed[i], renewed.get(i));
        }
        return result(config, channels);
    }

    /** Groups are too small for histograms, and other roundings leave other errors than bins tell. */
    private static boolean needsValues(TensorConfig config) {
        return config.granularity().isGroup() || !config.rounding().isHalfEven();
    }

    private QuantizedLayer result(TensorConfig config, List<QuantError> channels) {
        QuantError error =
                grids.size() == 1 ? weights.histogram().estimate(grids.get(0)) : LayerQuantizer.sum(channels);
        return LayerQuantizer.result(weights, config, grids, channels, error, OptionalLong.empty());
    }

    /** Errors of some channels, in their order. */
    private List<QuantError> channels(int[] which) {
        boolean exact = (long) which.length * weights.channelLayout().valuesPerChannel() <= LayerWeights.EXACT_LIMIT;
        QuantError[] errors = new QuantError[which.length];
        Parallel.forSlices(which.length, CancelToken.none(), i -> {
            Grid grid = grids.get(grids.size() == 1 ? 0 : which[i]);
            errors[i] = exact
                    ? exact(which[i], grid)
                    : weights.coarseHistogram(which[i]).estimate(grid);
        });
        return Arrays.asList(errors);
    }

    private QuantError exact(int channel, Grid grid) {
        ChannelLayout layout = weights.channelLayout();
        RunKernel kernel = new RunKernel(weights.values(), null, 1);
        GranuleStatistics statistics = weights.statistics(Granularity.CHANNEL);
        KernelPath path = layout.hasLongRuns()
                ? KernelPath.of(grid, statistics, channel, layout.valuesPerChannel())
                : KernelPath.SCALAR;
        for (int o = 0; o < layout.outer(); o++) {
            int at = (o * layout.channels() + channel) * layout.inner();
            kernel.quantize(0, grid, path, at, at + layout.inner());
        }
        QuantError error = kernel.sums().error(0, statistics, channel, grid, path);
        return ErrorRecount.isNeeded(error, grid, statistics.range(channel), path)
                ? new ErrorRecount(weights.values(), layout, (c, index) -> grid).error(channel)
                : error;
    }
}
