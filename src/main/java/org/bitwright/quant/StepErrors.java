package org.bitwright.quant;

import java.util.List;
import java.util.OptionalDouble;
import org.bitwright.task.CancelToken;
import org.bitwright.task.Parallel;

/**
 * The squared steps by which a channel's errors are measured, where every grid is uniform: RMSE in steps is √(Σe² /
 * Σstep²), both over the finite values, so that the floor of Σe² is Σstep²/12 whatever the granularity.
 *
 * @param errors Σe² of each channel; empty where a grid is not uniform
 * @param steps Σstep² of each channel, every finite value by the step of its own grid
 */
record StepErrors(double[] errors, double[] steps) {
    private static final StepErrors NONE = new StepErrors(new double[0], new double[0]);

    static StepErrors of(LayerWeights weights, QuantizedLayer layer, CancelToken cancel) {
        List<Grid> grids = layer.grids();
        if (grids.isEmpty() || !grids.stream().allMatch(UniformGrid.class::isInstance)) {
            return NONE;
        }
        double[] errors = layer.channelErrors().stream()
                .mapToDouble(QuantError::sumSquaredError)
                .toArray();
        return new StepErrors(
                errors,
                layer.config().granularity().isGroup()
                        ? ofGroups(weights, layer, cancel)
                        : ofChannels(layer.channelErrors(), grids));
    }

    private static double[] ofChannels(List<QuantError> errors, List<Grid> grids) {
        double[] squares = new double[errors.size()];
        for (int channel = 0; channel < squares.length; channel++) {
            double step = grids.get(grids.size() == 1 ? 0 : channel).step();
            squares[channel] = errors.get(channel).count() * step * step;
        }
        return squares;
    }

    private static double[] ofGroups(LayerWeights weights, QuantizedLayer layer, CancelToken cancel) {
        GranuleLayout groups = weights.granules(layer.config().granularity());
        Runs runs = new Runs(weights.channelLayout());
        double[][] parts = new double[runs.chunks()][];
        float[] values = weights.values();
        Parallel.forSlices(parts.length, cancel, chunk -> {
            double[] sums = new double[runs.count(chunk)];
            runs.visit(chunk, (run, channel, from, to) -> {
                for (int i = from; i < to; i++) {
                    if (Float.isFinite(values[i])) {
                        double step = layer.grids().get(groups.granule(i)).step();
                        sums[run] += step * step;
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
        return errors.length > 0;
    }

    /** RMSE in steps of a channel; empty where that has no meaning. */
    OptionalDouble rmse(int channel) {
        return isKnown() ? rmse(errors[channel], steps[channel]) : OptionalDouble.empty();
    }

    /** RMSE in steps of all channels together. */
    OptionalDouble rmse() {
        double error = 0;
        double step = 0;
        for (int channel = 0; channel < errors.length; channel++) {
            error += errors[channel];
            step += steps[channel];
        }
        return rmse(error, step);
    }

    private static OptionalDouble rmse(double error, double step) {
        return step > 0 ? OptionalDouble.of(Math.sqrt(error / step)) : OptionalDouble.empty();
    }
}
