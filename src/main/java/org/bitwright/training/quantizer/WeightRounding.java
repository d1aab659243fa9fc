package org.bitwright.training.quantizer;

import org.bitwright.model.Layer;
import org.bitwright.quant.GranuleLayout;
import org.bitwright.quant.GridRounding;
import org.bitwright.quant.LayerGrids;
import org.bitwright.quant.LayerQuantizer;
import org.bitwright.quant.LayerWeights;
import org.bitwright.quant.NumberFormat;
import org.bitwright.quant.Rounding;
import org.bitwright.quant.TensorConfig;
import org.bitwright.task.CancelToken;
import org.bitwright.training.RangeRule;

/**
 * Rounds the weight of one layer in the forward pass of training, to the grids of its configuration, and brings its
 * gradient back. The float values that are trained (the master) lie with whoever trains; x̂ is bit for bit what the
 * workbench makes of them. One thread at a time; different layers are independent.
 *
 * <p>A step is {@link #round}, {@link #backward}, the update of the master and of {@link #learned}, {@link #limit}. At the
 * end of an epoch comes {@link #settle}.
 */
public final class WeightRounding {
    private final Layer layer;
    private final TensorConfig config;
    private final GranuleLayout layout;
    private final WeightGrids source;
    private LayerGrids grids;

    private WeightRounding(Layer layer, TensorConfig config, WeightGrids source, LayerGrids start) {
        this.layer = layer;
        this.config = config;
        this.layout = GranuleLayout.of(layer, config.granularity());
        this.source = source;
        this.grids = start;
    }

    /**
     * @param config quantized; codes that were assigned to it are given up, since they are no codes of changed weights
     * @param rule what becomes of the ranges. Formats without a range define their scales by the values, which moves them
     *     under every rule; formats without a uniform grid move where {@code LEARNED} is asked for.
     * @param start the float weights at the start, in storage order
     */
    public static WeightRounding of(Layer layer, TensorConfig config, RangeRule rule, float[] start) {
        TensorConfig free =
                config.rounding() instanceof Rounding.Assigned ? config.withRounding(Rounding.HALF_EVEN) : config;
        CancelToken never = CancelToken.none();
        LayerGrids grids = LayerQuantizer.grids(LayerWeights.passing(layer, start, never), free, never);
        return new WeightRounding(layer, free, source(layer, free, rule, start, grids), grids);
    }

    private static WeightGrids source(
            Layer layer, TensorConfig config, RangeRule rule, float[] start, LayerGrids grids) {
        if (config.format() instanceof NumberFormat.Ranged && rule == RangeRule.FIXED) {
            return new FixedGrids(GranuleLayout.of(layer, config.granularity()), grids);
        }
        if (LearnedStep.has(config.format()) && rule == RangeRule.LEARNED) {
            return new LearnedGrids(layer, config, start, grids);
        }
        if (config.format() instanceof NumberFormat.Codebook) {
            return new CodebookGrids(layer, config, rule, grids);
        }
        return new MovingGrids(layer, config, start);
    }

    public Layer layer() {
        return layer;
    }

    /** The configuration that the weight is rounded by. */
    public TensorConfig config() {
        return config;
    }

    /** The grids of the last rounding, one a granule. */
    public LayerGrids grids() {
        return grids;
    }

    /** Finds the grids, as the rule has it, and writes x̂ of every value. */
    public void round(float[] master, float[] rounded) {
        grids = source.of(master);
        GridRounding.round(master, layout, grids, rounded);
    }

    /**
     * @param master as it was rounded
     * @param gradient by the rounded values; becomes that by {@code master}
     */
    public void backward(float[] master, float[] gradient) {
        source.backward(master, gradient);
    }

    /** Keeps the values, after an update, where rounding still feels their changes. */
    public void limit(float[] master) {
        source.limit(master);
    }

    /**
     * Finds at the end of an epoch what is only searched for now and then, so that the grids are those which the
     * configuration of the trained weights leads to, and a run that goes on from there has the same.
     */
    public void settle(float[] master) {
        grids = source.settled(master);
    }

    /**
     * What an optimizer changes besides the values, in place: for each granule its step over the one at the start, 1 then.
     * Empty where no range is learned. Weight decay leaves it out.
     */
    public float[] learned() {
        return source.learned();
    }

    /**
     * The gradient for {@link #learned}, of the last backward pass: LSQ's by the step, over the step of the start. With
     * gradient descent the steps move as LSQ has it; with optimizers that make all gradients alike in size they move by
     * shares of themselves.
     */
    public float[] learnedGradient() {
        return source.learnedGradient();
    }

    /** What does not follow from the values, for a checkpoint; a copy. */
    public float[] state() {
        return source.state();
    }

    /** Goes on from a checkpoint. {@link #settle} comes next. */
    public void restore(float[] state) {
        source.restore(state);
    }
}
