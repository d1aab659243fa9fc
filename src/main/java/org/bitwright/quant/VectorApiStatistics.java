package org.bitwright.quant;

import java.util.Arrays;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Ends and sums of runs of finite values on the incubating Vector API. Floats are compared as integers, of which the
 * negative ones have their magnitude turned over: then both orders agree. Vectors of one width only: were there two
 * classes of float vectors, C2 could not tell which one an operation gives, and would allocate them everywhere.
 *
 * <p>A run is read in four places at once where a vector fills a cache line: one core then waits for more of its lines at
 * the same time, which was measured to take 0.6 of the time. Sums don't depend on it.
 */
final class VectorApiStatistics {
    private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
    private static final VectorSpecies<Integer> INTS = IntVector.SPECIES_PREFERRED;
    private static final VectorSpecies<Double> DOUBLES = DoubleVector.SPECIES_PREFERRED;
    private static final int LANES = FLOATS.length();
    private static final int HALF = LANES / 2;
    private static final int PLACES = 16;
    private static final int STREAMS = 4;
    private static final int MAGNITUDE = 0x7fffffff;
    private static final int SIGN_BIT = 31;

    /** The bits of the least number that is not finite. */
    private static final int INFINITY = 0x7f800000;

    private final int[] ends = new int[2 * PLACES];
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
        Arrays.fill(ends, 0, PLACES, OrderedFloats.ABOVE);
        Arrays.fill(ends, PLACES, 2 * PLACES, OrderedFloats.BELOW);
        Arrays.fill(sums, 0);
        int quarter = n / (STREAMS * PLACES) * PLACES;
        if (LANES == PLACES) {
            quarters(x, at, quarter, ends, sums);
        } else {
            for (int i = 0; i < STREAMS; i++) {
                run(x, at + i * quarter, quarter, ends, sums);
            }
        }
        run(x, at + STREAMS * quarter, n - STREAMS * quarter, ends, sums);
        int least = OrderedFloats.ABOVE;
        int most = OrderedFloats.BELOW;
        magnitudes = 0;
        squares = 0;
        for (int place = 0; place < PLACES; place++) {
            least = Math.min(least, ends[place]);
            most = Math.max(most, ends[PLACES + place]);
            magnitudes += sums[place];
            squares += sums[PLACES + place];
        }
        min = OrderedFloats.value(least);
        max = OrderedFloats.value(most);
        return least > ~INFINITY && most < INFINITY;
    }

    private static void run(float[] x, int at, int n, int[] ends, double[] sums) {
        IntVector all = IntVector.broadcast(INTS, MAGNITUDE);
        for (int place = 0; place < PLACES; place += LANES) {
            IntVector least = all;
            IntVector most = all.not();
            DoubleVector zero = DoubleVector.zero(DOUBLES);
            DoubleVector magnitudesLow = zero;
            DoubleVector magnitudesHigh = zero;
            DoubleVector squaresLow = zero;
            DoubleVector squaresHigh = zero;
            for (int i = place; i < n; i += PLACES) {
                IntVector bits = FloatVector.fromArray(FLOATS, x, at + i).reinterpretAsInts();
                IntVector ordered =
                        bits.lanewise(VectorOperators.ASHR, SIGN_BIT).and(all).lanewise(VectorOperators.XOR, bits);
                least = least.min(ordered);
                most = most.max(ordered);
                FloatVector magnitude = bits.and(all).reinterpretAsFloats();
                DoubleVector low = (DoubleVector) magnitude.convertShape(VectorOperators.F2D, DOUBLES, 0);
                DoubleVector high = (DoubleVector) magnitude.convertShape(VectorOperators.F2D, DOUBLES, 1);
                magnitudesLow = magnitudesLow.add(low);
                magnitudesHigh = magnitudesHigh.add(high);
                squaresLow = squaresLow.add(low.mul(low));
                squaresHigh = squaresHigh.add(high.mul(high));
            }
            IntVector.fromArray(INTS, ends, place).min(least).intoArray(ends, place);
            IntVector.fromArray(INTS, ends, PLACES + place).max(most).intoArray(ends, PLACES + place);
            DoubleVector.fromArray(DOUBLES, sums, place).add(magnitudesLow).intoArray(sums, place);
            DoubleVector.fromArray(DOUBLES, sums, place + HALF)
                    .add(magnitudesHigh)
                    .intoArray(sums, place + HALF);
            DoubleVector.fromArray(DOUBLES, sums, PLACES + place)
                    .add(squaresLow)
                    .intoArray(sums, PLACES + place);
            DoubleVector.fromArray(DOUBLES, sums, PLACES + place + HALF)
                    .add(squaresHigh)
                    .intoArray(sums, PLACES + place + HALF);
        }
    }

    /** {@link #run} of four runs of {@code n} values, one behind the other. */
    private static void quarters(float[] x, int at, int n, int[] ends, double[] sums) {
        IntVector all = IntVector.broadcast(INTS, MAGNITUDE);
        IntVector least = all;
        IntVector most = all.not();
        DoubleVector zero = DoubleVector.zero(DOUBLES);
        DoubleVector magnitudes0a = zero;
        DoubleVector magnitudes0b = zero;
        DoubleVector squares0a = zero;
        DoubleVector squares0b = zero;
        DoubleVector magnitudes1a = zero;
        DoubleVector magnitudes1b = zero;
        DoubleVector squares1a = zero;
        DoubleVector squares1b = zero;
        DoubleVector magnitudes2a = zero;
        DoubleVector magnitudes2b = zero;
        DoubleVector squares2a = zero;
        DoubleVector squares2b = zero;
        DoubleVector magnitudes3a = zero;
        DoubleVector magnitudes3b = zero;
        DoubleVector squares3a = zero;
        DoubleVector squares3b = zero;
        for (int i = 0; i < n; i += PLACES) {
            IntVector bits0 = FloatVector.fromArray(FLOATS, x, at + i).reinterpretAsInts();
            IntVector bits1 = FloatVector.fromArray(FLOATS, x, at + i + n).reinterpretAsInts();
            IntVector bits2 = FloatVector.fromArray(FLOATS, x, at + i + 2 * n).reinterpretAsInts();
            IntVector bits3 = FloatVector.fromArray(FLOATS, x, at + i + 3 * n).reinterpretAsInts();
            IntVector ordered0 =
                    bits0.lanewise(VectorOperators.ASHR, SIGN_BIT).and(all).lanewise(VectorOperators.XOR, bits0);
            least = least.min(ordered0);
            most = most.max(ordered0);
            FloatVector m0 = bits0.and(all).reinterpretAsFloats();
            DoubleVector m0a = (DoubleVector) m0.convertShape(VectorOperators.F2D, DOUBLES, 0);
            DoubleVector m0b = (DoubleVector) m0.convertShape(VectorOperators.F2D, DOUBLES, 1);
            magnitudes0a = magnitudes0a.add(m0a);
            magnitudes0b = magnitudes0b.add(m0b);
            squares0a = squares0a.add(m0a.mul(m0a));
            squares0b = squares0b.add(m0b.mul(m0b));
            IntVector ordered1 =
                    bits1.lanewise(VectorOperators.ASHR, SIGN_BIT).and(all).lanewise(VectorOperators.XOR, bits1);
            least = least.min(ordered1);
            most = most.max(ordered1);
            FloatVector m1 = bits1.and(all).reinterpretAsFloats();
            DoubleVector m1a = (DoubleVector) m1.convertShape(VectorOperators.F2D, DOUBLES, 0);
            DoubleVector m1b = (DoubleVector) m1.convertShape(VectorOperators.F2D, DOUBLES, 1);
            magnitudes1a = magnitudes1a.add(m1a);
            magnitudes1b = magnitudes1b.add(m1b);
            squares1a = squares1a.add(m1a.mul(m1a));
            squares1b = squares1b.add(m1b.mul(m1b));
            IntVector ordered2 =
                    bits2.lanewise(VectorOperators.ASHR, SIGN_BIT).and(all).lanewise(VectorOperators.XOR, bits2);
            least = least.min(ordered2);
            most = most.max(ordered2);
            FloatVector m2 = bits2.and(all).reinterpretAsFloats();
            DoubleVector m2a = (DoubleVector) m2.convertShape(VectorOperators.F2D, DOUBLES, 0);
            DoubleVector m2b = (DoubleVector) m2.convertShape(VectorOperators.F2D, DOUBLES, 1);
            magnitudes2a = magnitudes2a.add(m2a);
            magnitudes2b = magnitudes2b.add(m2b);
            squares2a = squares2a.add(m2a.mul(m2a));
            squares2b = squares2b.add(m2b.mul(m2b));
            IntVector ordered3 =
                    bits3.lanewise(VectorOperators.ASHR, SIGN_BIT).and(all).lanewise(VectorOperators.XOR, bits3);
            least = least.min(ordered3);
            most = most.max(ordered3);
            FloatVector m3 = bits3.and(all).reinterpretAsFloats();
            DoubleVector m3a = (DoubleVector) m3.convertShape(VectorOperators.F2D, DOUBLES, 0);
            DoubleVector m3b = (DoubleVector) m3.convertShape(VectorOperators.F2D, DOUBLES, 1);
            magnitudes3a = magnitudes3a.add(m3a);
            magnitudes3b = magnitudes3b.add(m3b);
            squares3a = squares3a.add(m3a.mul(m3a));
            squares3b = squares3b.add(m3b.mul(m3b));
        }
        IntVector.fromArray(INTS, ends, 0).min(least).intoArray(ends, 0);
        IntVector.fromArray(INTS, ends, PLACES).max(most).intoArray(ends, PLACES);
        DoubleVector.fromArray(DOUBLES, sums, 0)
                .add(magnitudes0a)
                .add(magnitudes1a)
                .add(magnitudes2a)
                .add(magnitudes3a)
                .intoArray(sums, 0);
        DoubleVector.fromArray(DOUBLES, sums, HALF)
                .add(magnitudes0b)
                .add(magnitudes1b)
                .add(magnitudes2b)
                .add(magnitudes3b)
                .intoArray(sums, HALF);
        DoubleVector.fromArray(DOUBLES, sums, PLACES)
                .add(squares0a)
                .add(squares1a)
                .add(squares2a)
                .add(squares3a)
                .intoArray(sums, PLACES);
        DoubleVector.fromArray(DOUBLES, sums, PLACES + HALF)
                .add(squares0b)
                .add(squares1b)
                .add(squares2b)
                .add(squares3b)
                .intoArray(sums, PLACES + HALF);
    }
}
