package org.bitwright.quant;

/** The finite set of values that a granule may take, and how a value is rounded to it. A value. */
public sealed interface Grid permits UniformGrid, BinaryGrid, Grid.Identity {

    /**
     * The grid value x̂ that stands for {@code x}. NaN and infinities pass unchanged: they are flagged elsewhere and
     * exported as they are.
     */
    float quantize(float x);

    /** The least value that the grid reaches. */
    float reachableMin();

    /** The greatest value that the grid reaches. */
    float reachableMax();

    /** Number of grid values. */
    int levels();

    /** Grid value number {@code index} in rising order, 0 ≤ {@code index} &lt; {@link #levels()}. */
    float level(int index);

    /** Distance between neighbouring grid values; for binary 2α. */
    float step();

    /** The grid of a tensor that stays float: every value stands for itself. */
    record Identity() implements Grid {
        @Override
        public float quantize(float x) {
            return x;
        }

        @Override
        public float reachableMin() {
            return Float.NEGATIVE_INFINITY;
        }

        @Override
        public float reachableMax() {
            return Float.POSITIVE_INFINITY;
        }

        @Override
        public int levels() {
            return 0;
        }

        @Override
        public float level(int index) {
            throw new IndexOutOfBoundsException(index);
        }

        @Override
        public float step() {
            return 0;
        }
    }
}
