package org.bitwright.quant;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Ends and sums of runs and rows of finite values on the incubating Vector API. Floats are compared as integers, of
 * which the negative ones have their magnitude turned over: then both orders agree. Vectors of one width only: were there
 * two classes of float vectors, C2 could not tell which one an operation gives, and would allocate them everywhere.
 */
final class VectorApiStatistics {
    private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
    private static final VectorSpecies<Double> DOUBLES = DoubleVector.SPECIES_PREFERRED;
    private static final VectorSpecies<Long> LONGS = LongVector.SPECIES_PREFERRED;
    private static final int LANES = FLOATS.length();
    private static final int HALF = LANES / 2;
    private static final int PLACES = 16;

    /** Adding it makes whole numbers of doubles, which then stand in its lower bits. */
    private static final double INTEGERS = 0x1.8p52;

    private static final long INTEGERS_BITS = Double.doubleToRawLongBits(INTEGERS);
    private static final int MAGNITUDE = 0x7fffffff;
    private static final int SIGN_BIT = 31;

    /** The bits of the least number that is not finite. */
    private static final int INFINITY = 0x7f800000;

    private final int[] ends = new int[3 * PLACES];
    private final double[] sums = new double[2 * PLACES];

    /** The least value. */
    float min;

    /** The greatest value. */
    float max;

    double magnitudes;
    double squares;

    /**
     * Looks at {@code n} values, a multiple of 16, from {@code at} on.
     *
     * @return false where one of them is not finite: then the fields say nothing
     */
    boolean of(float[] x, int at, int n) {
        sum(x, at, n, ends, sums);
        int least = ends[0];
        int most = ends[PLACES];
        int magnitude = 0;
        magnitudes = 0;
        squares = 0;
        for (int place = 0; place < PLACES; place++) {
            least = Math.min(least, ends[place]);
            most = Math.max(most, ends[PLACES + place]);
            magnitude = Math.max(magnitude, ends[2 * PLACES + place]);
            magnitudes += sums[place];
            squares += sums[PLACES + place];
        }
        min = value(least);
        max = value(most);
        return magnitude < INFINITY;
    }

    private static float value(int ordered) {
        return Float.intBitsToFloat(ordered ^ ((ordered >> SIGN_BIT) & MAGNITUDE));
    }

    private static void sum(float[] x, int at, int n, int[] ends, double[] sums) {
        IntVector all = IntVector.broadcast(IntVector.SPECIES_PREFERRED, MAGNITUDE);
        for (int place = 0; place < PLACES; place += LANES) {
            IntVector least = all;
            IntVector most = all.not();
            IntVector greatest = IntVector.zero(IntVector.SPECIES_PREFERRED);
            DoubleVector magnitudes0 = DoubleVector.zero(DOUBLES);
            DoubleVector magnitudes1 = magnitudes0;
            DoubleVector squares0 = magnitudes0;
            DoubleVector squares1 = magnitudes0;
            for (int i = place; i < n; i += PLACES) {
                FloatVector v = FloatVector.fromArray(FLOATS, x, at + i);
                IntVector bits = v.reinterpretAsInts();
                IntVector magnitude = bits.and(all);
                IntVector ordered =
                        bits.lanewise(VectorOperators.ASHR, SIGN_BIT).and(all).lanewise(VectorOperators.XOR, bits);
                least = least.min(ordered);
                most = most.max(ordered);
                greatest = greatest.max(magnitude);
                FloatVector m = magnitude.reinterpretAsFloats();
                DoubleVector m0 = (DoubleVector) m.convertShape(VectorOperators.F2D, DOUBLES, 0);
                DoubleVector m1 = (DoubleVector) m.convertShape(VectorOperators.F2D, DOUBLES, 1);
                magnitudes0 = magnitudes0.add(m0);
                magnitudes1 = magnitudes1.add(m1);
                squares0 = squares0.add(m0.mul(m0));
                squares1 = squares1.add(m1.mul(m1));
            }
            least.intoArray(ends, place);
            most.intoArray(ends, PLACES + place);
            greatest.intoArray(ends, 2 * PLACES + place);
            magnitudes0.intoArray(sums, place);
            magnitudes1.intoArray(sums, place + HALF);
            squares0.intoArray(sums, PLACES + place);
            squares1.intoArray(sums, PLACES + place + HALF);
        }
    }

    /**
     * Places {@code n} values, a multiple of 16, in bins: unit floor((x − min) · factor), between 0 and {@code lastUnit},
     * of which {@link MomentCell#UNITS} make a bin.
     *
     * @param units takes them in another order: one store for as many floats as a vector has, since those that cross
     *     cache lines cost more than all else here
     * @return false where one of them is not finite: then what was written says nothing
     */
    static boolean place(float[] x, int at, int n, float min, double factor, int lastUnit, int[] units) {
        LongVector first = LongVector.broadcast(LONGS, INTEGERS_BITS);
        LongVector last = LongVector.broadcast(LONGS, INTEGERS_BITS + lastUnit);
        LongVector lower = LongVector.broadcast(LONGS, -1L >>> Integer.SIZE);
        IntVector all = IntVector.broadcast(IntVector.SPECIES_PREFERRED, MAGNITUDE);
        IntVector greatest = IntVector.zero(IntVector.SPECIES_PREFERRED);
        for (int i = 0; i < n; i += LANES) {
            FloatVector v = FloatVector.fromArray(FLOATS, x, at + i);
            greatest = greatest.max(v.reinterpretAsInts().and(all));
            DoubleVector place0 = ((DoubleVector) v.convertShape(VectorOperators.F2D, DOUBLES, 0))
                    .sub(min)
                    .mul(factor);
            DoubleVector place1 = ((DoubleVector) v.convertShape(VectorOperators.F2D, DOUBLES, 1))
                    .sub(min)
                    .mul(factor);
            DoubleVector shifted0 = place0.add(INTEGERS);
            DoubleVector shifted1 = place1.add(INTEGERS);
            // The sum is rounded to the nearest whole number: one too many where that lies above.
            LongVector above0 = place0.sub(shifted0.sub(INTEGERS))
                    .reinterpretAsLongs()
                    .lanewise(VectorOperators.ASHR, Long.SIZE - 1);
            LongVector above1 = place1.sub(shifted1.sub(INTEGERS))
                    .reinterpretAsLongs()
                    .lanewise(VectorOperators.ASHR, Long.SIZE - 1);
            LongVector unit0 =
                    shifted0.reinterpretAsLongs().add(above0).max(first).min(last);
            LongVector unit1 =
                    shifted1.reinterpretAsLongs().add(above1).max(first).min(last);
            unit1.lanewise(VectorOperators.LSHL, Integer.SIZE)
                    .or(unit0.and(lower))
                    .reinterpretAsInts()
                    .intoArray(units, i);
        }
        return greatest.reduceLanes(VectorOperators.MAX) < INFINITY;
    }
}
