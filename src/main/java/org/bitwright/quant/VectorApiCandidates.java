package org.bitwright.quant;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * The loops of {@link FewValues} on the incubating Vector API. A vector holds four values as often as it has room, each
 * time for another grid. What a grid costs is to the bit what {@link GranuleValues} says: the same float32 operations on
 * each value, and squares added up in the order of {@link VectorLoops#drain}. Vectors of one width only, for the reason
 * given at {@link VectorApiStatistics}.
 */
final class VectorApiCandidates {
    private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
    private static final VectorSpecies<Long> LONGS = LongVector.SPECIES_PREFERRED;
    private static final VectorSpecies<Double> DOUBLES = DoubleVector.SPECIES_PREFERRED;

    /** Values that lie together: as many as {@link VectorLoops#drain} has sums. */
    private static final int VALUES = VectorLoops.PARTS;

    /** Grids whose values make a vector. */
    static final int GRIDS = FLOATS.length() / VALUES;

    /** Bits that a double's exponent has more than a float's. */
    private static final int WIDER = 3;

    /**
     * What sums are too small by. The bits of a float that is not negative, moved to the places of a double's exponent and
     * mantissa, are that float times 2^−896, one that is subnormal or 0 as well: no conversion is as quick.
     */
    private static final double FACTOR = 0x1p896;

    private VectorApiCandidates() {}

    /** The values as the loops take them: each four {@link #GRIDS} times, zeros behind the last one. */
    static float[] repeated(float[] x) {
        float[] repeated = new float[(x.length + VALUES - 1) / VALUES * FLOATS.length()];
        int to = 0;
        for (int from = 0; from < x.length; from += VALUES) {
            float a = x[from];
            float b = from + 1 < x.length ? x[from + 1] : 0;
            float c = from + 2 < x.length ? x[from + 2] : 0;
            float d = from + 3 < x.length ? x[from + 3] : 0;
            for (int grid = 0; grid < GRIDS; grid++, to += VALUES) {
                repeated[to] = a;
                repeated[to + 1] = b;
                repeated[to + 2] = c;
                repeated[to + 3] = d;
            }
        }
        return repeated;
    }

    /** What a number of each grid is written as for the loops: at the places of all its values. */
    static void put(float[] numbers, int grid, float number) {
        int at = grid * VALUES;
        numbers[at] = number;
        numbers[at + 1] = number;
        numbers[at + 2] = number;
        numbers[at + 3] = number;
    }

    /** Σe² of a grid from what a loop wrote. */
    static double sum(double[] sums, int grid) {
        return (sums[2 * grid] + sums[2 * grid + 1]) * FACTOR;
    }

    /**
     * {@link #GRIDS} uniform grids from {@code first} on.
     *
     * @param x {@link #repeated} values
     * @param low steps from 0 to the lowest level of each grid
     */
    static void uniform(float[] x, int first, float[] scale, float[] low, float[] high, double[] sums) {
        FloatVector step = FloatVector.fromArray(FLOATS, scale, first * VALUES);
        // Sums with the rounding number are positive and rise as their bits do; those below it all end at the lowest.
        IntVector least = FloatVector.fromArray(FLOATS, low, first * VALUES)
                .add(LaneLoops.ROUNDING)
                .reinterpretAsInts();
        IntVector most = FloatVector.fromArray(FLOATS, high, first * VALUES)
                .add(LaneLoops.ROUNDING)
                .reinterpretAsInts();
        LongVector upper = LongVector.broadcast(LONGS, -1L << Integer.SIZE);
        DoubleVector even = DoubleVector.zero(DOUBLES);
        DoubleVector odd = DoubleVector.zero(DOUBLES);
        for (int i = 0; i < x.length; i += FLOATS.length()) {
            FloatVector v = FloatVector.fromArray(FLOATS, x, i);
            FloatVector rounded = v.div(step)
                    .add(LaneLoops.ROUNDING)
                    .reinterpretAsInts()
                    .max(least)
                    .min(most)
                    .reinterpretAsFloats()
                    .sub(LaneLoops.ROUNDING);
            FloatVector error = rounded.mul(step).sub(v);
            LongVector squares = error.mul(error).reinterpretAsInts().reinterpretAsLongs();
            even = squares.lanewise(VectorOperators.LSHL, Integer.SIZE)
                    .lanewise(VectorOperators.LSHR, WIDER)
                    .reinterpretAsDoubles()
                    .add(even);
            odd = squares.and(upper)
                    .lanewise(VectorOperators.LSHR, WIDER)
                    .reinterpretAsDoubles()
                    .add(odd);
        }
        even.add(odd).intoArray(sums, 2 * first);
    }

    /** {@link #GRIDS} grids of a floating-point type from {@code first} on. */
    static void floats(MagnitudeRounding rounding, float[] x, int first, float[] scale, double[] sums) {
        FloatVector step = FloatVector.fromArray(FLOATS, scale, first * VALUES);
        IntVector greatest = FloatVector.broadcast(FLOATS, rounding.greatest).reinterpretAsInts();
        IntVector leastNormal =
                FloatVector.broadcast(FLOATS, rounding.leastNormal).reinterpretAsInts();
        LongVector upper = LongVector.broadcast(LONGS, -1L << Integer.SIZE);
        DoubleVector even = DoubleVector.zero(DOUBLES);
        DoubleVector odd = DoubleVector.zero(DOUBLES);
        for (int i = 0; i < x.length; i += FLOATS.length()) {
            FloatVector v = FloatVector.fromArray(FLOATS, x, i).abs();
            IntVector y = v.div(step).reinterpretAsInts().min(greatest);
            FloatVector normal = y.max(leastNormal).reinterpretAsFloats();
            FloatVector split = normal.mul(rounding.splitter);
            FloatVector below =
                    y.min(leastNormal).reinterpretAsFloats().add(rounding.shift).sub(rounding.shiftBack);
            FloatVector rounded = normal.sub(split).add(split).add(below);
            FloatVector error = rounded.mul(step).sub(v);
            LongVector squares = error.mul(error).reinterpretAsInts().reinterpretAsLongs();
            even = squares.lanewise(VectorOperators.LSHL, Integer.SIZE)
                    .lanewise(VectorOperators.LSHR, WIDER)
                    .reinterpretAsDoubles()
                    .add(even);
            odd = squares.and(upper)
                    .lanewise(VectorOperators.LSHR, WIDER)
                    .reinterpretAsDoubles()
                    .add(odd);
        }
        even.add(odd).intoArray(sums, 2 * first);
    }
}
