package org.bitwright.quant;

/** The finite set of values that a granule may take, and how a value is rounded to it. A value. */
public sealed interface Grid
        permits UniformGrid, BinaryGrid, TernaryGrid, FloatGrid, NvFp4Grid, TableGrid, Grid.Identity {

    /**
     * The grid value x̂ that stands for {@code x}. NaN and infinities pass unchanged: they are flagged elsewhere and
     * exported as they are.
     */
    float quantize(float x);

    /**
     * The same with another rounding, where the grid has one to choose; else as {@link #quantize(float)}.
     *
     * @param index of the value in its tensor's storage order, for stochastic rounding
     */
    default float quantize(float x, Rounding rounding, int index) {
        return quantize(x);
    }

    /**
     * The code that is stored for {@code x}: the integer q of uniform grids, the bit pattern of floating-point ones, the
     * number of the level in a table, 0 and 1 for binary −α and α, −1, 0 and 1 for ternary. NaN has the code of 0.
     */
    default int encode(float x) {
        return encode(x, Rounding.HALF_EVEN, 0);
    }

    /** The same with another rounding; see {@link #quantize(float, Rounding, int)}. */
    default int encode(float x, Rounding rounding, int index) {
        return encode(x);
    }

    /** The grid value of a code. */
    float decode(int code);

    /** The least value that the grid reaches. */
    float reachableMin();

    /** The greatest value that the grid reaches. */
    float reachableMax();

    /** Number of grid values. */
    int levels();

    /** Grid value number {@code index} in rising order, 0 ≤ {@code index} &lt; {@link #levels()}. */
    float level(int index);

    /** Distance between neighbouring grid values, the least one where distances differ; for binary 2α. */
    float step();

    /** The grid of a tensor that stays float: every value stands for itself. */
    record Identity() implements Grid {
        @Override
        public float quantize(float x) {
            return x;
        }

        @Override
        public int encode(float x) {
            return Float.floatToRawIntBits(x);
        }

        @Override
        public float decode(int code) {
            return Float.intBitsToFloat(code);
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
