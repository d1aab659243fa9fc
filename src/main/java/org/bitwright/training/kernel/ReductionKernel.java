package org.bitwright.training.kernel;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.BaseReduceOp;
import org.nd4j.linalg.api.ops.impl.reduce.floating.Mean;
import org.nd4j.linalg.api.ops.impl.reduce.same.Max;
import org.nd4j.linalg.api.ops.impl.reduce.same.Min;
import org.nd4j.linalg.api.ops.impl.reduce.same.Sum;
import org.nd4j.linalg.api.shape.Shape;

/**
 * Sums, means and extremes over some axes, in double precision. ND4J's own ones fail where all these axes have one value,
 * and are slow over the first axis.
 */
final class ReductionKernel implements Kernel {
    private final FloatBuffer input;
    private final FloatBuffer output;
    private final Scratch scratch;
    private final BaseReduceOp operator;
    private final double[] results;
    /** Neighbouring axes that are all reduced or all kept, as one: their extent, and how far a step in them moves in the result. */
    private final int[] extents;

    private final int[] steps;

    private ReductionKernel(BaseReduceOp operator, Binding arrays, boolean[] reduced) {
        this.operator = operator;
        INDArray x = arrays.inputs().get(0);
        this.input = NativeFloats.of(x);
        this.output = NativeFloats.of(arrays.outputs().get(0));
        this.scratch = arrays.scratch();
        this.results = new double[output.limit()];
        List<Integer> joined = new ArrayList<>();
        List<Boolean> kinds = new ArrayList<>();
        for (int axis = 0; axis < reduced.length; axis++) {
            int last = joined.size() - 1;
            if (last >= 0 && kinds.get(last) == reduced[axis]) {
                joined.set(last, joined.get(last) * (int) x.size(axis));
            } else {
                joined.add((int) x.size(axis));
                kinds.add(reduced[axis]);
            }
        }
        this.extents = joined.stream().mapToInt(Integer::intValue).toArray();
        this.steps = new int[extents.length];
        int step = 1;
        for (int i = extents.length - 1; i >= 0; i--) {
            steps[i] = kinds.get(i) ? 0 : step;
            step *= kinds.get(i) ? 1 : extents[i];
        }
    }

    /** Whether there is such a kernel for an operator. */
    static boolean takes(BaseReduceOp operator, Binding arrays) {
        return (operator instanceof Sum
                        || operator instanceof Mean
                        || operator instanceof Max
                        || operator instanceof Min)
                && arrays.inputs().get(0).dataType() == org.nd4j.linalg.api.buffer.DataType.FLOAT
                && arrays.inputs().get(0).rank() > 0;
    }

    static ReductionKernel of(BaseReduceOp operator, Binding arrays) {
        int rank = arrays.inputs().get(0).rank();
        boolean[] reduced = new boolean[rank];
        INDArray given = arrays.inputs().size() == 2 ? arrays.inputs().get(1) : operator.dimensions();
        int[] axes = Shape.normalizeAxis(rank, given.toIntVector());
        if (axes.length == 0 || axes[0] == Integer.MAX_VALUE) {
            Arrays.fill(reduced, true);
        } else {
            for (int axis : axes) {
                reduced[axis] = true;
            }
        }
        return new ReductionKernel(operator, arrays, reduced);
    }

    @Override
    public void run() {
        int count = input.limit();
        float[] x = scratch.first(count);
        input.get(0, x, 0, count);
        boolean max = operator instanceof Max;
        boolean min = operator instanceof Min;
        Arrays.fill(results, max ? Double.NEGATIVE_INFINITY : min ? Double.POSITIVE_INFINITY : 0);
        int run = extents[extents.length - 1];
        int[] at = new int[extents.length];
        int place = 0;
        for (int from = 0; from < count; from += run) {
            if (max || min) {
                extremes(x, from, run, place, max);
            } else {
                sums(x, from, run, place);
            }
            for (int axis = extents.length - 2; axis >= 0; axis--) {
                place += steps[axis];
                if (++at[axis] < extents[axis]) {
                    break;
                }
                place -= steps[axis] * extents[axis];
                at[axis] = 0;
            }
        }
        double divisor = operator instanceof Mean ? (double) count / results.length : 1;
        float[] y = scratch.second(results.length);
        for (int i = 0; i < results.length; i++) {
            y[i] = (float) (results[i] / divisor);
        }
        output.put(0, y, 0, results.length);
    }

    private void sums(float[] x, int from, int run, int place) {
        if (steps[steps.length - 1] == 0) {
            double sum = 0;
            for (int i = from; i < from + run; i++) {
                sum += x[i];
            }
            results[place] += sum;
            return;
        }
        for (int i = 0; i < run; i++) {
            results[place + i] += x[from + i];
        }
    }

    private void extremes(float[] x, int from, int run, int place, boolean max) {
        int step = steps[steps.length - 1];
        for (int i = 0; i < run; i++) {
            int to = place + i * step;
            results[to] = max ? Math.max(results[to], x[from + i]) : Math.min(results[to], x[from + i]);
        }
    }
}
