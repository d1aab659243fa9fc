package org.bitwright.training.graph.rule;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bitwright.model.Shape;

/**
 * How a value is stretched to a larger shape (ONNX, docs/Broadcasting.md): along some axes of the larger one it moves on,
 * along others it stays. Neighbouring axes of one kind count as one.
 *
 * @param extents of the larger shape; the last one first in speed
 * @param steps how far one step along each axis moves in the value; 0 where it stays
 */
record Stretch(int[] extents, int[] steps) {

    static Stretch of(Shape value, Shape larger) {
        List<int[]> axes = new ArrayList<>();
        int skipped = larger.rank() - value.rank();
        for (int axis = 0; axis < larger.rank(); axis++) {
            int extent = (int) larger.extent(axis);
            if (extent == 1) {
                continue;
            }
            boolean moves = axis >= skipped && value.extent(axis - skipped) != 1;
            int[] last = axes.isEmpty() ? null : axes.get(axes.size() - 1);
            if (last != null && (last[1] != 0) == moves) {
                last[0] *= extent;
            } else {
                axes.add(new int[] {extent, moves ? 1 : 0});
            }
        }
        if (axes.isEmpty()) {
            axes.add(new int[] {1, 0});
        }
        int[] extents = new int[axes.size()];
        int[] steps = new int[axes.size()];
        int step = 1;
        for (int i = axes.size() - 1; i >= 0; i--) {
            extents[i] = axes.get(i)[0];
            steps[i] = axes.get(i)[1] * step;
            step *= axes.get(i)[1] == 0 ? 1 : extents[i];
        }
        return new Stretch(extents, steps);
    }

    /** Whether the value has the larger shape already. */
    boolean isWhole() {
        return extents.length == 1 && (steps[0] == 1 || extents[0] == 1);
    }

    /** Repeats the value along the axes on which it stays. */
    void spread(float[] value, float[] into) {
        spread(value, 0, into, 0, 0);
    }

    private int spread(float[] value, int from, float[] into, int at, int axis) {
        int extent = extents[axis];
        int step = steps[axis];
        if (axis < extents.length - 1) {
            int place = at;
            for (int i = 0; i < extent; i++) {
                place = spread(value, from + i * step, into, place, axis + 1);
            }
            return place;
        }
        if (step == 0) {
            Arrays.fill(into, at, at + extent, value[from]);
        } else {
            System.arraycopy(value, from, into, at, extent);
        }
        return at + extent;
    }

    /** Sums up, in double and from first to last, what lies over each number of the value. */
    void gather(float[] larger, float[] into, int count) {
        double[] sums = new double[count];
        gather(larger, 0, sums, 0, 0);
        for (int i = 0; i < count; i++) {
            into[i] = (float) sums[i];
        }
    }

    private int gather(float[] larger, int from, double[] sums, int at, int axis) {
        int extent = extents[axis];
        int step = steps[axis];
        int place = from;
        if (axis < extents.length - 1) {
            for (int i = 0; i < extent; i++) {
                place = gather(larger, place, sums, at + i * step, axis + 1);
            }
            return place;
        }
        if (step == 0) {
            double sum = 0;
            for (int i = 0; i < extent; i++) {
                sum += larger[place + i];
            }
            sums[at] += sum;
        } else {
            for (int i = 0; i < extent; i++) {
                sums[at + i] += larger[place + i];
            }
        }
        return place + extent;
    }
}
