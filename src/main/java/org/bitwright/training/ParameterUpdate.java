package org.bitwright.training;

import java.util.Map;
import org.bitwright.task.CancelToken;
import org.bitwright.task.Parallel;

/**
 * What an optimizer does to the parameters of a run, one array a tensor, in float32 as PyTorch does. Works in place and
 * allocates nothing a step. Not thread-safe; results do not depend on the number of threads.
 */
abstract class ParameterUpdate {
    private static final int SLICE = 1 << 15;
    private static final CancelToken NEVER = CancelToken.none();

    /** @param sizes number of values of each tensor */
    static ParameterUpdate of(Optimizer optimizer, int[] sizes) {
        if (optimizer instanceof Optimizer.Sgd sgd) {
            return new MomentumUpdate(sgd, sizes);
        }
        return new AdamUpdate((Optimizer.Adam) optimizer, sizes);
    }

    /**
     * Changes the values of a tensor.
     *
     * @param step number of the step in the run, from 1
     * @param decays whether weight decay applies to the tensor
     */
    final void apply(long step, int tensor, float[] values, float[] gradient, double rate, boolean decays) {
        int length = values.length;
        if (length <= 2 * SLICE) {
            apply(step, tensor, values, gradient, rate, decays, 0, length);
            return;
        }
        Parallel.forSlices((length + SLICE - 1) / SLICE, NEVER, slice -> {
            int from = slice * SLICE;
            apply(step, tensor, values, gradient, rate, decays, from, Math.min(length, from + SLICE));
        });
    }

    abstract void apply(
            long step, int tensor, float[] values, float[] gradient, double rate, boolean decays, int from, int to);

    /** What is remembered from one step to the next: an array a tensor, by what it is. Shared. */
    abstract Map<String, float[][]> moments();

    static float[][] zeros(int[] sizes) {
        float[][] zeros = new float[sizes.length][];
        for (int tensor = 0; tensor < sizes.length; tensor++) {
            zeros[tensor] = new float[sizes[tensor]];
        }
        return zeros;
    }
}
