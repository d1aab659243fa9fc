package org.bitwright.training.quantizer;

import org.bitwright.quant.Grid;
import org.bitwright.quant.NumberFormat;
import org.bitwright.quant.Range;
import org.bitwright.quant.target.Quantizer;

/**
 * A grid whose range moves as the values do: the range of the start, each end times what the moving average of the
 * batches' least or greatest values has become of what it was over the first batches. So a range that a calibrator made
 * narrower than the values stays so. Symmetric ranges follow the greatest magnitudes. Each step is rounded with what the steps before it led to.
 */
final class MovingActivation extends ActivationGroup {
    /** The share of a batch in the average. */
    static final float MOMENTUM = 0.01f;

    /** Batches over which the average is taken before the range moves. */
    static final int FIRST = 16;

    private final NumberFormat.Ranged format;
    private final UniformGridNumbers numbers;
    private final Grid start;
    private final MovingEnd low;
    private final MovingEnd high;
    private boolean trains = true;
    private Grid grid;
    private StraightThrough.Ends ends;

    MovingActivation(NumberFormat.Ranged format, Grid start) {
        this.format = format;
        this.numbers = UniformGridNumbers.of(format, start);
        this.start = start;
        this.low = new MovingEnd(Math.min(0, start.reachableMin()));
        this.high = new MovingEnd(Math.max(0, start.reachableMax()));
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
        float least = Float.POSITIVE_INFINITY;
        float greatest = Float.NEGATIVE_INFINITY;
        for (ShardSums shard : ran()) {
            if (shard.hasEnds()) {
                least = Math.min(least, shard.ends().min());
                greatest = Math.max(greatest, shard.ends().max());
            }
            shard.clear();
        }
        if (least <= greatest) {
            low.add(Math.min(0, least));
            high.add(format.isSymmetric() ? Math.max(-least, greatest) : Math.max(0, greatest));
            move();
        }
    }

    private void move() {
        if (!low.moves()) {
            return;
        }
        float end = Math.max(0, high.end());
        Range range = new Range(format.isSymmetric() ? -end : Math.min(0, low.end()), end);
        grid = numbers.numbered(format.grid(range));
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
        float[] state = new float[2 * MovingEnd.STATE];
        low.put(state, 0);
        high.put(state, MovingEnd.STATE);
        return state;
    }

    @Override
    void restore(float[] state) {
        low.restore(state, 0);
        high.restore(state, MovingEnd.STATE);
        grid = start;
        ends = StraightThrough.Ends.of(start);
        move();
    }

    /** One end of the range. */
    private static final class MovingEnd {
        static final int STATE = 3;

        private final float start;
        private float average;
        private float first;
        private int batches;

        MovingEnd(float start) {
            this.start = start;
        }

        void add(float end) {
            batches = Math.min(FIRST + 1, batches + 1);
            if (batches <= FIRST) {
                average += (end - average) / batches;
                first = average;
            } else {
                average += MOMENTUM * (end - average);
            }
        }

        boolean moves() {
            return batches > FIRST;
        }

        /** Where the values had no end on this side of 0, it is where they have come to. */
        float end() {
            return first == 0 || start == 0 ? start + average - first : limited(start * ((double) average / first));
        }

        private static float limited(double end) {
            return (float) Math.max(-Float.MAX_VALUE, Math.min(Float.MAX_VALUE, end));
        }

        void put(float[] state, int at) {
            state[at] = average;
            state[at + 1] = first;
            state[at + 2] = batches;
        }

        void restore(float[] state, int at) {
            average = state[at];
            first = state[at + 1];
            batches = (int) state[at + 2];
        }
    }
}
