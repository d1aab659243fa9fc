package org.bitwright.onnx;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.bitwright.model.Shape;

/**
 * A weight's shape on its way from where it is stored to the operator that uses it, and which axis of the stored layout
 * each axis is. Immutable.
 */
final class AxisTrace {
    private static final int NO_AXIS = -1;

    private final long[] extents;
    private final int[] stored;

    private AxisTrace(long[] extents, int[] stored) {
        this.extents = extents;
        this.stored = stored;
    }

    static AxisTrace of(Shape shape) {
        int[] stored = new int[shape.rank()];
        Arrays.setAll(stored, axis -> axis);
        return new AxisTrace(shape.toArray(), stored);
    }

    /** The shape that the operator sees. */
    Shape shape() {
        return Shape.of(extents);
    }

    int rank() {
        return extents.length;
    }

    /** The stored axis behind an axis, negative ones counted from the last; empty where there is none. */
    OptionalInt storedAxis(int axis) {
        int index = axis < 0 ? axis + rank() : axis;
        return index < 0 || index >= rank() || stored[index] == NO_AXIS
                ? OptionalInt.empty()
                : OptionalInt.of(stored[index]);
    }

    /** @param order the old axis behind each new one; empty reverses them */
    Optional<AxisTrace> transposed(List<Long> order) {
        long[] moved = new long[rank()];
        int[] origins = new int[rank()];
        if (!order.isEmpty() && order.size() != rank()) {
            return Optional.empty();
        }
        for (int axis = 0; axis < rank(); axis++) {
            long from = order.isEmpty() ? rank() - 1 - axis : order.get(axis);
            if (from < 0 || from >= rank()) {
                return Optional.empty();
            }
            moved[axis] = extents[(int) from];
            origins[axis] = stored[(int) from];
        }
        return Optional.of(new AxisTrace(moved, origins));
    }

    /**
     * An axis stays itself where it keeps its extent and the elements before it their number.
     *
     * @param target the shape asked for: −1 is worked out, 0 copies unless {@code zeroIsZero}
     */
    Optional<AxisTrace> reshaped(List<Long> target, boolean zeroIsZero) {
        long[] to = new long[target.size()];
        int open = -1;
        long known = 1;
        for (int axis = 0; axis < to.length; axis++) {
            to[axis] = target.get(axis);
            if (to[axis] == 0 && !zeroIsZero) {
                if (axis >= rank()) {
                    return Optional.empty();
                }
                to[axis] = extents[axis];
            }
            if (to[axis] == -1 && open < 0) {
                open = axis;
            } else if (to[axis] < 0) {
                return Optional.empty();
            } else {
                known = product(known, to[axis]);
            }
        }
        long elements = product(1, extents);
        if (open >= 0) {
            if (known <= 0 || elements % known != 0) {
                return Optional.empty();
            }
            to[open] = elements / known;
        } else if (known != elements) {
            return Optional.empty();
        }
        return Optional.of(new AxisTrace(to, origins(to)));
    }

    private int[] origins(long[] to) {
        int[] origins = new int[to.length];
        Arrays.fill(origins, NO_AXIS);
        long before = 1;
        int from = 0;
        long beforeFrom = 1;
        for (int axis = 0; axis < to.length; axis++) {
            while (from < rank()
                    && (beforeFrom < before || beforeFrom == before && extents[from] == 1 && to[axis] != 1)) {
                beforeFrom = product(beforeFrom, extents[from++]);
            }
            if (from < rank() && beforeFrom == before && extents[from] == to[axis]) {
                origins[axis] = stored[from];
                beforeFrom = product(beforeFrom, extents[from++]);
            }
            before = product(before, to[axis]);
        }
        return origins;
    }

    /** Joins the axes before {@code axis} into one and the others into a second, as Flatten does. */
    Optional<AxisTrace> flattened(long axis) {
        long at = axis < 0 ? axis + rank() : axis;
        if (at < 0 || at > rank()) {
            return Optional.empty();
        }
        long first = 1;
        for (int i = 0; i < at; i++) {
            first = product(first, extents[i]);
        }
        return first == 0 ? Optional.empty() : reshaped(List.of(first, -1L), true);
    }

    /** New axes of extent 1 at these places of the new shape. */
    Optional<AxisTrace> unsqueezed(List<Long> axes) {
        int rank = rank() + axes.size();
        boolean[] isNew = marked(axes, rank);
        long[] to = new long[rank];
        int[] origins = new int[rank];
        int from = 0;
        for (int axis = 0; axis < rank; axis++) {
            if (!isNew[axis] && from >= rank()) {
                return Optional.empty();
            }
            to[axis] = isNew[axis] ? 1 : extents[from];
            origins[axis] = isNew[axis] ? NO_AXIS : stored[from++];
        }
        return from == rank() ? Optional.of(new AxisTrace(to, origins)) : Optional.empty();
    }

    /** Without these axes of extent 1; none named takes all of extent 1. */
    Optional<AxisTrace> squeezed(List<Long> axes) {
        boolean[] gone = marked(axes, rank());
        if (axes.isEmpty()) {
            for (int axis = 0; axis < rank(); axis++) {
                gone[axis] = extents[axis] == 1;
            }
        }
        int[] kept = java.util.stream.IntStream.range(0, rank())
                .filter(axis -> !gone[axis])
                .toArray();
        return Optional.of(new AxisTrace(
                Arrays.stream(kept).mapToLong(axis -> extents[axis]).toArray(),
                Arrays.stream(kept).map(axis -> stored[axis]).toArray()));
    }

    private static boolean[] marked(List<Long> axes, int rank) {
        boolean[] marked = new boolean[rank];
        for (long axis : axes) {
            long index = axis < 0 ? axis + rank : axis;
            if (index >= 0 && index < rank) {
                marked[(int) index] = true;
            }
        }
        return marked;
    }

    private static long product(long start, long... factors) {
        long product = start;
        for (long factor : factors) {
            product *= factor; // of a shape that was checked; a wrong target cannot equal it
        }
        return product;
    }
}
