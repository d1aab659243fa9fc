package org.bitwright.training.graph;

import java.util.Arrays;
import org.bitwright.model.Phrase;
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

    static boolean areInOrder(int[] order) {
        return Arrays.equals(order, inOrder(order.length));
    }

    /** The order that undoes another. */
    static int[] inverse(int[] order) {
        int[] inverse = new int[order.length];
        for (int i = 0; i < order.length; i++) {
            inverse[order[i]] = i;
        }
        return inverse;
    }

    /** The order that leads from one order of the same axes to another. */
    static int[] between(int[] from, int[] to) {
        int[] inverse = inverse(from);
        int[] order = new int[to.length];
        for (int i = 0; i < order.length; i++) {
            order[i] = inverse[to[i]];
        }
        return order;
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
        return places(moved(shape, axes), 0, strides);
    }

    /**
     * The axis that a number means, which counts from the last where it is negative.
     *
     * @throws Unconvertible if there is no such axis
     */
    static int of(long axis, int rank) throws Unconvertible {
        long at = axis < 0 ? axis + rank : axis;
        if (at < 0 || at >= rank) {
            throw new Unconvertible(Phrase.of("It names axis %s of a value with %s axes.", axis, rank));
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
                throw new Unconvertible(Phrase.of("Its inputs of shape %s and %s do not fit each other.", one, other));
            }
            extents[i] = a == 1 ? b : a;
        }
        return Shape.of(extents);
    }

    private static long fromLast(Shape shape, int place) {
        return place > shape.rank() ? 1 : shape.extent(shape.rank() - place);
    }

    /** How far one step along each axis moves in a dense tensor. */
    static int[] steps(Shape shape) {
        int[] steps = new int[shape.rank()];
        for (int i = 0; i < steps.length; i++) {
            steps[i] = (int) shape.product(i + 1, shape.rank());
        }
        return steps;
    }

    /** The shape of the first axes. */
    static Shape first(Shape shape, int axes) {
        return Shape.of(Arrays.copyOf(shape.toArray(), axes));
    }

    /** The shape with one more axis behind. */
    static Shape with(Shape shape, long extent) {
        long[] extents = Arrays.copyOf(shape.toArray(), shape.rank() + 1);
        extents[shape.rank()] = extent;
        return Shape.of(extents);
    }

    /** For each place of a larger shape, row by row, the place of the value that is stretched to it. */
    static int[] stretched(Shape value, Shape larger) {
        int[] steps = new int[larger.rank()];
        int skipped = larger.rank() - value.rank();
        for (int axis = 0; axis < value.rank(); axis++) {
            steps[axis + skipped] = value.extent(axis) == 1 ? 0 : (int) value.product(axis + 1, value.rank());
        }
        return places(larger, 0, steps);
    }

    /** For each place of a shape, row by row, a first number plus a step along each axis times the place along it. */
    static int[] places(Shape shape, int first, int[] steps) {
        int[] places = new int[(int) shape.elements()];
        int[] at = new int[shape.rank()];
        int place = first;
        for (int i = 0; i < places.length; i++) {
            places[i] = place;
            for (int axis = shape.rank() - 1; axis >= 0; axis--) {
                place += steps[axis];
                if (++at[axis] < shape.extent(axis)) {
                    break;
                }
                place -= steps[axis] * at[axis];
                at[axis] = 0;
            }
        }
        return places;
    }
}
