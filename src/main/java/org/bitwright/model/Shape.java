package org.bitwright.model;

import java.util.Arrays;
import java.util.stream.Collectors;

/** The extents of a dense row-major tensor. A scalar has rank 0 and one element. Immutable. */
public final class Shape {
    private final long[] extents;

    private Shape(long[] extents) {
        this.extents = extents;
    }

    /**
     * A shape of these extents, outermost first.
     *
     * @throws RefusedException if an extent is negative or the number of elements overflows a long
     */
    public static Shape of(long... extents) {
        long product = 1;
        for (long extent : extents) {
            if (extent < 0) {
                throw new RefusedException(Phrase.of("negative extent %s in %s", extent, Arrays.toString(extents)));
            }
            try {
                product = Math.multiplyExact(product, extent);
            } catch (ArithmeticException e) {
                throw new RefusedException(Phrase.of("too many elements in %s", Arrays.toString(extents)), e);
            }
        }
        return new Shape(extents.clone());
    }

    public int rank() {
        return extents.length;
    }

    /** Extent of an axis, 0 ≤ {@code axis} &lt; rank. */
    public long extent(int axis) {
        return extents[axis];
    }

    /** Number of elements: the product of all extents. */
    public long elements() {
        return product(0, extents.length);
    }

    /** Product of the extents of the axes {@code from} (inclusive) to {@code to} (exclusive). */
    public long product(int from, int to) {
        long product = 1;
        for (int axis = from; axis < to; axis++) {
            product *= extents[axis];
        }
        return product;
    }

    public long[] toArray() {
        return extents.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Shape shape && Arrays.equals(extents, shape.extents);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(extents);
    }

    /** The extents with × between them, as in {@code 64 × 3 × 3 × 3}; "scalar" for rank 0. */
    @Override
    public String toString() {
        return extents.length == 0
                ? "scalar"
                : Arrays.stream(extents).mapToObj(Long::toString).collect(Collectors.joining(" × "));
    }
}
