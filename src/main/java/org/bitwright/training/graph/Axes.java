package org.bitwright.training.graph;

import org.bitwright.model.Shape;

/** Reckons with axes and the shapes they make. */
final class Axes {
    private Axes() {}

    /** 0, 1, 2, … */
    static int[] inOrder(int rank) {
        int[] axes = new int[rank];
        for (int i = 0; i < rank; i++) {
            axes[i] = i;
        }
        return axes;
    }

    /** The shape whose axis i is the axis {@code order[i]} of another. */
    static Shape moved(Shape shape, int[] order) {
        long[] extents = new long[order.length];
        for (int i = 0; i < order.length; i++) {
            extents[i] = shape.extent(order[i]);
        }
        return Shape.of(extents);
    }

    /** Where in a dense tensor each value of the one with moved axes lies, in the order of the latter. */
    static int[] order(Shape shape, int[] axes) {
        int rank = axes.length;
        int[] strides = new int[rank];
        for (int i = 0; i < rank; i++) {
            strides[i] = (int) shape.product(axes[i] + 1, rank);
        }
        Shape moved = moved(shape, axes);
        int[] order = new int[(int) shape.elements()];
        int[] at = new int[rank];
        int place = 0;
        for (int i = 0; i < order.length; i++) {
            order[i] = place;
            for (int axis = rank - 1; axis >= 0; axis--) {
                place += strides[axis];
                if (++at[axis] < moved.extent(axis)) {
                    break;
                }
                place -= strides[axis] * at[axis];
                at[axis] = 0;
            }
        }
        return order;
    }

    /**
     * The axis that a number means, which counts from the last where it is negative.
     *
     * @throws Unconvertible if there is no such axis
     */
    static int of(long axis, int rank) throws Unconvertible {
        long at = axis < 0 ? axis + rank : axis;
        if (at < 0 || at >= rank) {
            throw new Unconvertible("It names axis " + axis + " of a value with " + rank + " axes.");
        }
        return (int) at;
    }

    /**
     * The shape of two that are stretched to each other (ONNX, docs/Broadcasting.md).
     *
     * @throws Unconvertible if they do not fit
     */
    static Shape broadcast(Shape one, Shape other) throws Unconvertible {
        int rank = Math.max(one.rank(), other.rank());
        long[] extents = new long[rank];
        for (int i = 0; i < rank; i++) {
            long a = fromLast(one, rank - i);
            long b = fromLast(other, rank - i);
            if (a != b && a != 1 && b != 1) {
                throw new Unconvertible("Its inputs of shape " + one + " and " + other + " do not fit each other.");
            }
            extents[i] = a == 1 ? b : a;
        }
        return Shape.of(extents);
    }

    private static long fromLast(Shape shape, int place) {
        return place > shape.rank() ? 1 : shape.extent(shape.rank() - place);
    }
}
