package org.bitwright.quant;

import java.util.List;
import java.util.OptionalDouble;
import org.bitwright.task.CancelToken;
import org.bitwright.task.Parallel;

/**
 * Errors in steps of each value's own grid, Σ(e/scale)² a channel, where every grid is uniform.
 *
 * @param squares of each channel; empty where a grid is not uniform
 * @param counts number of finite values of each channel
 */
record StepErrors(double[] squares, long[] counts) {
    private static final StepErrors NONE = new StepErrors(new double[0], new long[0]);

    static StepErrors of(LayerWeights weights, QuantizedLayer layer, float[] quantized, CancelToken cancel) {
        List<Grid> grids = layer.grids();
        if (grids.isEmpty() || !grids.stream().allMatch(UniformGrid.class::isInstance)) {
            return NONE;
        }
        long[] counts =
                layer.channelErrors().stream().mapToLong(QuantError::count).toArray();
        double[] squares = layer.config().granularity().isGroup()
                ? ofGroups(weights, layer, quantized, cancel)
                : ofChannels(layer, grids);
        return new StepErrors(squares, counts);
    }

    private static double[] ofChannels(QuantizedLayer layer, List<Grid> grids) {
        double[] squares = new double[layer.channelErrors().size()];
        for (int channel = 0; channel < squares.length; channel++) {
            double step = grids.get(grids.size() == 1 ? 0 : channel).step();
            squares[channel] = layer.channelErrors().get(channel).sumSquaredError() / step / step;
        }
        return squares;
    }

    private static double[] ofGroups(
            LayerWeights weights, QuantizedLayer layer, float[] quantized, CancelToken cancel) {
        GranuleLayout groups = weights.granules(layer.config().granularity());
        Runs runs = new Runs(weights.channelLayout());
        double[][] parts = new double[runs.chunks()][];
        float[] values = weights.values();
        Parallel.forSlices(parts.length, cancel, chunk -> {
            double[] sums = new double[runs.count(chunk)];
            runs.visit(chunk, (run, channel, from, to) -> {
                for (int i = from; i < to; i++) {
                    if (Float.isFinite(values[i])) {
                        double steps = ((double) quantized[i] - values[i])
                                / layer.grids().get(groups.granule(i)).step();
                        sums[run] += steps * steps;
                    }
                }
            });
            parts[chunk] = sums;
        });
        double[] squares = new double[weights.channels()];
        for (int chunk = 0; chunk < parts.length; chunk++) {
            for (int run = 0; run < parts[chunk].length; run++) {
                squares[runs.channel(chunk, run)] += parts[chunk][run];
            }
        }
        return squares;
    }

    boolean isKnown() {
        return squares.length > 0;
    }

    /** RMSE in steps of a channel; empty where that has no meaning. */
    OptionalDouble rmse(int channel) {
        return isKnown() && counts[channel] > 0
                ? OptionalDouble.of(Math.sqrt(squares[channel] / counts[channel]))
                : OptionalDouble.empty();
    }

    /** RMSE in steps of all channels together. */
    OptionalDouble rmse() {
        double sum = 0;
        long count = 0;
        for (int channel = 0; channel < squares.length; channel++) {
            sum += squares[channel];
            count += counts[channel];
        }
        return count > 0 ? OptionalDouble.of(Math.sqrt(sum / count)) : OptionalDouble.empty();
    }
}
