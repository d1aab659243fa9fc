package org.bitwright.quant;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The loops of {@link GranuleValues} on the incubating Vector API: the same float32 operations at the same places. Vectors
 * of one width only, for the reason given at {@link VectorApiStatistics}.
 *
 * <p>They write the squared errors of places 0, 1 … to {@code squares}: of every value that lies a multiple of {@link
 * VectorLoops#BLOCK} behind {@code x[at + place]}. Values are finite with zeros behind the last one, {@code n} of both: a
 * multiple of the lanes.
 */
final class VectorApiSearch {
    private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;

    private VectorApiSearch() {}

    /** @param low steps from 0 to the lowest level, not above 0 */
    static void uniform(float[] x, int at, int n, float scale, float low, float high, float[] squares) {
        FloatVector step = FloatVector.broadcast(FLOATS, scale);
        // Sums with the rounding number are positive and rise as their bits do; those below it all end at the lowest.
        IntVector least =
                FloatVector.broadcast(FLOATS, LaneLoops.ROUNDING + low).reinterpretAsInts();
        IntVector most =
                FloatVector.broadcast(FLOATS, LaneLoops.ROUNDING + high).reinterpretAsInts();
        int places = Math.min(VectorLoops.BLOCK, n);
        for (int place = 0; place < places; place += FLOATS.length()) {
            FloatVector sum = FloatVector.zero(FLOATS);
            for (int i = place; i < n; i += VectorLoops.BLOCK) {
                FloatVector v = FloatVector.fromArray(FLOATS, x, at + i);
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

    static void floats(MagnitudeRounding rounding, float[] x, int at, int n, float scale, float[] squares) {
        FloatVector step = FloatVector.broadcast(FLOATS, scale);
        IntVector greatest = FloatVector.broadcast(FLOATS, rounding.greatest).reinterpretAsInts();
        IntVector leastNormal =
                FloatVector.broadcast(FLOATS, rounding.leastNormal).reinterpretAsInts();
        int places = Math.min(VectorLoops.BLOCK, n);
        for (int place = 0; place < places; place += FLOATS.length()) {
            FloatVector sum = FloatVector.zero(FLOATS);
            for (int i = place; i < n; i += VectorLoops.BLOCK) {
                FloatVector v = FloatVector.fromArray(FLOATS, x, at + i).abs();
                IntVector y = v.div(step).reinterpretAsInts().min(greatest);
                FloatVector normal = y.max(leastNormal).reinterpretAsFloats();
                FloatVector split = normal.mul(rounding.splitter);
                FloatVector below = y.min(leastNormal)
                        .reinterpretAsFloats()
                        .add(rounding.shift)
                        .sub(rounding.shiftBack);
                FloatVector rounded = normal.sub(split).add(split).add(below);
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
