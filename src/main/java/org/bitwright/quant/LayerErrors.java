package org.bitwright.quant;

import java.util.List;
import java.util.OptionalDouble;
import org.bitwright.task.CancelToken;

/**
 * The quantized values of a layer beside the float ones: what every view of its error is made of, exact for every
 * format, granularity, rounding and overlay. Immutable, shared between threads; holds 4 bytes a weight besides the
 * weights, so that its owner drops it when the layer is no longer shown. Results do not depend on the number of threads.
 *
 * <p>A channel is its number, or {@link #ALL_CHANNELS} for the whole tensor.
 */
public final class LayerErrors {
    public static final int ALL_CHANNELS = -1;

    /**
     * RMSE/step of a uniform grid on smooth data, 1/√12 (Bennett 1948): an even spread over ±½ step. Coarser structure
     * in the data can lie below it, clipping and outliers in few levels above.
     */
    public static final double UNIFORM_FLOOR = Math.sqrt(1 / 12.0);

    private final LayerWeights weights;
    private final QuantizedLayer layer;
    private final float[] quantized;
    private final StepErrors steps;

    private LayerErrors(LayerWeights weights, QuantizedLayer layer, float[] quantized, StepErrors steps) {
        this.weights = weights;
        this.layer = layer;
        this.quantized = quantized;
        this.steps = steps;
    }

    /**
     * Computes the quantized values, on all cores.
     *
     * @param weights that {@code layer} was made from
     * @param layer with exact errors
     * @throws java.util.concurrent.CancellationException if {@code cancel} is set
     */
    public static LayerErrors of(LayerWeights weights, QuantizedLayer layer, CancelToken cancel) {
        float[] quantized = LayerQuantizer.values(weights, layer.layerGrids(), cancel);
        return new LayerErrors(weights, layer, quantized, StepErrors.of(weights, layer, cancel));
    }

    public QuantizedLayer layer() {
        return layer;
    }

    public LayerWeights weights() {
        return weights;
    }

    /** The error sums of a channel, or of all. */
    public QuantError error(int channel) {
        return channel < 0 ? layer.error() : layer.channelErrors().get(channel);
    }

    /** What each channel contributes, the greatest share first. */
    public List<ErrorShare> shares() {
        return ErrorShare.of(layer.channelErrors(), steps);
    }

    /** Whether every grid is uniform, so that errors can be given in steps. */
    public boolean hasSteps() {
        return steps.isKnown();
    }

    /**
     * RMSE in steps: √(Σe² / Σstep²), every value by the step of its own grid; {@link #UNIFORM_FLOOR} at best on smooth
     * data. Empty where a grid is not uniform, or without finite values.
     */
    public OptionalDouble rmseSteps(int channel) {
        return channel < 0 ? steps.rmse() : steps.rmse(channel);
    }

    /** The step that all values of a channel share; empty where there are several, or the grid is not uniform. */
    public OptionalDouble step(int channel) {
        if (!hasSteps()) {
            return OptionalDouble.empty();
        }
        List<Grid> grids = layer.grids();
        boolean own = layer.config().granularity().isChannel() && channel >= 0;
        double first = grids.get(own && grids.size() > 1 ? channel : 0).step();
        boolean one = own || grids.stream().allMatch(grid -> grid.step() == first);
        return one ? OptionalDouble.of(first) : OptionalDouble.empty();
    }

    /**
     * The distribution of the error.
     *
     * @param unit {@link ErrorUnit#STEP} only where {@link #hasSteps()}
     * @param zoom 1 for bins over ±max|e|, less for a part of it around 0
     * @param bins at least 1; odd for a bin around 0
     */
    public ErrorHistogram histogram(int channel, ErrorUnit unit, double zoom, int bins, CancelToken cancel) {
        return pass(channel, unit, cancel).histogram(zoom, bins);
    }

    /**
     * Values for a scatter plot.
     *
     * @param most points of a sample, about; the extremes come besides
     */
    public ErrorScatter scatter(int channel, ErrorUnit unit, int most, CancelToken cancel) {
        return pass(channel, unit, cancel).scatter(most);
    }

    /** How the errors of all values lie over the float values. */
    public ErrorDensity errorDensity(int channel, ErrorUnit unit, int columns, int rows, CancelToken cancel) {
        return pass(channel, unit, cancel).errorDensity(columns, rows);
    }

    /** How the quantized values of all values lie over the float values; those that became infinite are left out. */
    public ErrorDensity valueDensity(int channel, int columns, int rows, CancelToken cancel) {
        return pass(channel, ErrorUnit.VALUE, cancel).valueDensity(columns, rows);
    }

    private ErrorPass pass(int channel, ErrorUnit unit, CancelToken cancel) {
        if (unit == ErrorUnit.STEP && !hasSteps()) {
            throw new IllegalArgumentException("errors in steps need uniform grids, but these are "
                    + layer.config().format());
        }
        return new ErrorPass(weights, layer, quantized, channel, unit, cancel);
    }
}
