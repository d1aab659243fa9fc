package org.bitwright.training.quantizer;

import java.util.List;
import org.bitwright.quant.FloatGrid;
import org.bitwright.quant.GranuleLayout;
import org.bitwright.quant.GranuleWalk;
import org.bitwright.quant.Grid;
import org.bitwright.quant.UniformGrid;

/**
 * The straight-through estimator (Bengio, Léonard, Courville 2013): the gradient by a rounded value is that by the value,
 * but 0 where the value lies so far beyond an end of its grid that it is clipped: by more than half a step, as in PyTorch's
 * fake quantization, so that the value which made the range is not left out by a last bit.
 */
final class StraightThrough {
    /** The least positive float times both of these is 1: makes 1 of every distance, but for 0. */
    private static final float RAISE = 0x1p127f;

    private static final float RAISE_MORE = 0x1p22f;

    private StraightThrough() {}

    /** The ends of one grid. Within them gradients pass. */
    record Ends(float low, float high) {
        static Ends of(Grid grid) {
            if (grid instanceof UniformGrid uniform) {
                float half = uniform.scale() / 2;
                return new Ends(uniform.reachableMin() - half, uniform.reachableMax() + half);
            }
            if (grid instanceof FloatGrid floats && floats.saturating()) {
                float half = (floats.reachableMax() - floats.level(floats.levels() - 2)) / 2;
                return new Ends(floats.reachableMin() - half, floats.reachableMax() + half);
            }
            return new Ends(Float.NEGATIVE_INFINITY, Float.POSITIVE_INFINITY);
        }

        boolean areOpen() {
            return low == Float.NEGATIVE_INFINITY;
        }
    }

    /** Over values that share one grid. */
    static void pass(float[] x, float[] gradient, int from, int to, Ends ends) {
        if (!ends.areOpen()) {
            pass(x, gradient, from, to, ends.low(), ends.high());
        }
    }

    private static void pass(float[] x, float[] gradient, int from, int to, float low, float high) {
        for (int i = from; i < to; i++) {
            float v = x[i];
            float beyond = Math.abs(v - Math.min(Math.max(v, low), high));
            gradient[i] *= 1f - Math.min(beyond * RAISE * RAISE_MORE, 1f);
        }
    }

    /** Over a tensor. */
    static void pass(float[] x, float[] gradient, GranuleLayout layout, List<Grid> grids) {
        GranuleWalk.over(layout, new GranuleWalk.Visitor() {
            @Override
            public void run(int granule, int from, int to) {
                pass(x, gradient, from, to, Ends.of(grids.get(granule)));
            }

            @Override
            public void row(int first, int from, int count) {
                for (int j = 0; j < count; j++) {
                    Ends ends = Ends.of(grids.get(first + j));
                    float v = x[from + j];
                    if (!(v >= ends.low() && v <= ends.high())) {
                        gradient[from + j] = 0;
                    }
                }
            }
        });
    }
}
