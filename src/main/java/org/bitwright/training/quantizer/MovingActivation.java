package org.bitwright.training.quantizer;

import org.bitwright.quant.Grid;
import org.bitwright.quant.NumberFormat;
import org.bitwright.quant.Range;
import org.bitwright.quant.target.Quantizer;

/**
 * A grid whose range is the moving average of the least and greatest values of batches, started with the range that it
 * had at the start. Each step is rounded with what the steps before it led to.
 */
final class MovingActivation extends ActivationGroup {
    /** The share of a batch in the average. */
    static final float MOMENTUM = 0.01f;

    private final NumberFormat.Ranged format;
    private final UniformGridNumbers numbers;
    private float min;
    private float max;
    private boolean trains = true;
    private Grid grid;
    private StraightThrough.Ends ends;

    MovingActivation(NumberFormat.Ranged format, Grid start) {
        this.format = format;
        this.numbers = UniformGridNumbers.of(format, start);
        this.min = Math.min(0, start.reachableMin());
        this.max = Math.max(0, start.reachableMax());
        this.grid = start;
        this.ends = StraightThrough.Ends.of(start);
    }

    @Override
    public void forward(int shard, float[] x, float[] rounded, int count) {
        if (trains) {
            sums(shard).widen(x, count);
        }
        GridLoops.round(grid, x, rounded, count);
    }

    @Override
    public void backward(int shard, float[] x, float[] gradient, int count) {
        StraightThrough.pass(x, gradient, 0, count, ends);
    }

    @Override
    void endStep(int samples) {
        float low = Float.POSITIVE_INFINITY;
        float high = Float.NEGATIVE_INFINITY;
        for (ShardSums shard : ran()) {
            if (shard.hasEnds()) {
                low = Math.min(low, shard.ends().min());
                high = Math.max(high, shard.ends().max());
            }
            shard.clear();
        }
        if (low <= high) {
            move(min + MOMENTUM * (low - min), max + MOMENTUM * (high - max));
        }
    }

    private void move(float low, float high) {
        min = low;
        max = high;
        grid = numbers.numbered(format.grid(new Range(Math.min(min, max), Math.max(min, max))));
        ends = StraightThrough.Ends.of(grid);
    }

    @Override
    void train(boolean trains) {
        this.trains = trains;
    }

    @Override
    Quantizer quantizer() {
        return Quantizer.of(grid);
    }

    @Override
    float[] state() {
        return new float[] {min, max};
    }

    @Override
    void restore(float[] state) {
        move(state[0], state[1]);
    }
}
