package org.bitwright.quant;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The loop of {@link GranuleValues} on the incubating Vector API: the same float32 operations at the same places. Vectors
 * of one width only, for the reason given at {@link VectorApiStatistics}.
 */
final class VectorApiSearch {
    private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;

    private VectorApiSearch() {}

    /**
     * Writes the squared errors of places 0, 1 … to {@code squares}: of every value that lies a multiple of {@code block}
     * behind the place.
     *
     * @param x finite; zeros behind its last value
     * @param n number of values and zeros: a multiple of the lanes, as is {@code block}
     * @param low steps from 0 to the lowest level, not above 0
     */
    static void squares(float[] x, int n, int block, float scale, float low, float high, float[] squares) {
        FloatVector step = FloatVector.broadcast(FLOATS, scale);
        // Sums with the rounding number are positive and rise as their bits do; those below it all end at the lowest.
        IntVector least =
                FloatVector.broadcast(FLOATS, LaneLoops.ROUNDING + low).reinterpretAsInts();
        IntVector most =
                FloatVector.broadcast(FLOATS, LaneLoops.ROUNDING + high).reinterpretAsInts();
        int places = Math.min(block, n);
        for (int place = 0; place < places; place += FLOATS.length()) {
            FloatVector sum = FloatVector.zero(FLOATS);
            for (int i = place; i < n; i += block) {
                FloatVector v = FloatVector.fromArray(FLOATS, x, i);
                FloatVector rounded = v.div(step)
                        .add(LaneLoops.ROUNDING)
                        .reinterpretAsInts()
                        .max(least)
                        .min(most)
                        .reinterpretAsFloats()
                        .sub(LaneLoops.ROUNDING);
                FloatVector error = rounded.mul(step).sub(v);
                sum = sum.add(error.mul(error));
            }
            sum.intoArray(squares, place);
        }
    }

    /** The next multiple of the lanes. */
    static int padded(int n) {
        return (n + FLOATS.length() - 1) / FLOATS.length() * FLOATS.length();
    }
}
