package org.bitwright.quant;

import java.util.Arrays;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * The loops of {@link PieceScan}, {@link GrowingHistogram} and {@link ChannelTally} over finite values on the incubating
 * Vector API. Vectors of one width only, for the reason given at {@link VectorApiStatistics}.
 */
final class VectorApiTally {
    private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
    private static final VectorSpecies<Integer> INTS = IntVector.SPECIES_PREFERRED;
    private static final VectorSpecies<Double> DOUBLES = DoubleVector.SPECIES_PREFERRED;
    static final int LANES = FLOATS.length();
    private static final int HALF = LANES / 2;
    private static final int MAGNITUDE = 0x7fffffff;
    private static final int SIGN_BIT = 31;

    /** Adding it makes whole numbers of floats, which then stand in its lower bits. */
    private static final float INTEGERS = 0x1.8p23f;

    private static final IntVector UNIT_LANES = IntVector.zero(INTS).addIndex(MomentCell.UNITS);

    /** Read from n on: all bits of the last n lanes. */
    private static final int[] LAST_LANES = new int[2 * LANES];

    static {
        Arrays.fill(LAST_LANES, LANES, 2 * LANES, -1);
    }

    private VectorApiTally() {}

    /**
     * Looks at {@code n} values from {@code at} on, a multiple of the lanes.
     *
     * @param ends takes least and greatest {@link OrderedFloats} and the greatest magnitude's bits
     * @return the number of zeros
     */
    static int ends(float[] x, int at, int n, int[] ends) {
        IntVector all = IntVector.broadcast(INTS, MAGNITUDE);
        IntVector least = all;
        IntVector most = all.not();
        IntVector greatest = IntVector.zero(INTS);
        IntVector zeros = greatest;
        for (int i = at; i < at + n; i += LANES) {
            IntVector bits = FloatVector.fromArray(FLOATS, x, i).reinterpretAsInts();
            IntVector magnitude = bits.and(all);
            IntVector ordered =
                    bits.lanewise(VectorOperators.ASHR, SIGN_BIT).and(all).lanewise(VectorOperators.XOR, bits);
            least = least.min(ordered);
            most = most.max(ordered);
            greatest = greatest.max(magnitude);
            zeros = zeros.add(magnitude.sub(1).lanewise(VectorOperators.LSHR, SIGN_BIT));
        }
        ends[0] = least.reduceLanes(VectorOperators.MIN);
        ends[1] = most.reduceLanes(VectorOperators.MAX);
        ends[2] = greatest.reduceLanes(VectorOperators.MAX);
        return zeros.reduceLanes(VectorOperators.ADD);
    }

    /**
     * Writes the units of {@code n} finite values, of all but the last few; gives how many.
     *
     * @param factor units a value, a power of two; no unit lies beyond ±2^22
     * @param first unit that is written as 0
     * @param zero what is written for 0, one more cell for each lane
     */
    static int place(float[] x, int at, int n, float factor, int first, int zero, int[] units) {
        IntVector zeroUnits = UNIT_LANES.add(zero);
        int base = Float.floatToRawIntBits(INTEGERS) + first;
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            FloatVector v = FloatVector.fromArray(FLOATS, x, at + i);
            FloatVector place = v.mul(factor);
            FloatVector shifted = place.add(INTEGERS);
            // The sum is rounded to the nearest whole number: one too many where that lies above.
            IntVector above =
                    place.sub(shifted.sub(INTEGERS)).reinterpretAsInts().lanewise(VectorOperators.LSHR, SIGN_BIT);
            shifted.reinterpretAsInts()
                    .sub(base)
                    .sub(above)
                    .blend(zeroUnits, v.compare(VectorOperators.EQ, 0f).cast(INTS))
                    .intoArray(units, i);
        }
        return i;
    }

    /**
     * Adds finite values of one channel, at least as many as there are lanes, to figures that are kept apart by lane.
     *
     * @param place of its first lane in the arrays of integers; of its first sum at half of that
     */
    static void run(
            float[] x,
            int from,
            int to,
            int place,
            int[] least,
            int[] most,
            int[] zeros,
            double[] sums,
            double[] squares) {
        IntVector all = IntVector.broadcast(INTS, MAGNITUDE);
        IntVector low = IntVector.fromArray(INTS, least, place);
        IntVector high = IntVector.fromArray(INTS, most, place);
        IntVector count = IntVector.fromArray(INTS, zeros, place);
        DoubleVector sums0 = DoubleVector.fromArray(DOUBLES, sums, place / 2);
        DoubleVector sums1 = DoubleVector.zero(DOUBLES);
        DoubleVector squares0 = DoubleVector.fromArray(DOUBLES, squares, place / 2);
        DoubleVector squares1 = DoubleVector.zero(DOUBLES);
        int whole = from + (to - from) / LANES * LANES;
        for (int i = from; i < whole; i += LANES) {
            FloatVector v = FloatVector.fromArray(FLOATS, x, i);
            IntVector bits = v.reinterpretAsInts();
            IntVector ordered =
                    bits.lanewise(VectorOperators.ASHR, SIGN_BIT).and(all).lanewise(VectorOperators.XOR, bits);
            low = low.min(ordered);
            high = high.max(ordered);
            count = count.add(bits.and(all).sub(1).lanewise(VectorOperators.LSHR, SIGN_BIT));
            DoubleVector v0 = (DoubleVector) v.convertShape(VectorOperators.F2D, DOUBLES, 0);
            DoubleVector v1 = (DoubleVector) v.convertShape(VectorOperators.F2D, DOUBLES, 1);
            sums0 = sums0.add(v0);
            sums1 = sums1.add(v1);
            squares0 = squares0.add(v0.mul(v0));
            squares1 = squares1.add(v1.mul(v1));
        }
        if (whole < to) {
            // The last values once more with those before them, which are ends already and else count for nothing.
            IntVector rest = IntVector.fromArray(INTS, LAST_LANES, to - whole);
            IntVector bits = FloatVector.fromArray(FLOATS, x, to - LANES).reinterpretAsInts();
            IntVector ordered =
                    bits.lanewise(VectorOperators.ASHR, SIGN_BIT).and(all).lanewise(VectorOperators.XOR, bits);
            low = low.min(ordered);
            high = high.max(ordered);
            count = count.add(bits.and(all)
                    .sub(1)
                    .lanewise(VectorOperators.LSHR, SIGN_BIT)
                    .and(rest));
            FloatVector v = bits.and(rest).reinterpretAsFloats();
            DoubleVector v0 = (DoubleVector) v.convertShape(VectorOperators.F2D, DOUBLES, 0);
            DoubleVector v1 = (DoubleVector) v.convertShape(VectorOperators.F2D, DOUBLES, 1);
            sums0 = sums0.add(v0);
            sums1 = sums1.add(v1);
            squares0 = squares0.add(v0.mul(v0));
            squares1 = squares1.add(v1.mul(v1));
        }
        low.intoArray(least, place);
        high.intoArray(most, place);
        count.intoArray(zeros, place);
        sums0.add(sums1).intoArray(sums, place / 2);
        squares0.add(squares1).intoArray(squares, place / 2);
    }

    /**
     * Adds {@code n} finite values to as many channels, all but the last few; gives how many.
     *
     * @param first channel of the first value
     */
    static int row(
            float[] x,
            int at,
            int n,
            int first,
            int[] least,
            int[] most,
            int[] zeros,
            double[] sums,
            double[] squares) {
        IntVector all = IntVector.broadcast(INTS, MAGNITUDE);
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            int c = first + i;
            FloatVector v = FloatVector.fromArray(FLOATS, x, at + i);
            IntVector bits = v.reinterpretAsInts();
            IntVector ordered =
                    bits.lanewise(VectorOperators.ASHR, SIGN_BIT).and(all).lanewise(VectorOperators.XOR, bits);
            IntVector.fromArray(INTS, least, c).min(ordered).intoArray(least, c);
            IntVector.fromArray(INTS, most, c).max(ordered).intoArray(most, c);
            IntVector.fromArray(INTS, zeros, c)
                    .add(bits.and(all).sub(1).lanewise(VectorOperators.LSHR, SIGN_BIT))
                    .intoArray(zeros, c);
            DoubleVector v0 = (DoubleVector) v.convertShape(VectorOperators.F2D, DOUBLES, 0);
            DoubleVector v1 = (DoubleVector) v.convertShape(VectorOperators.F2D, DOUBLES, 1);
            DoubleVector.fromArray(DOUBLES, sums, c).add(v0).intoArray(sums, c);
            DoubleVector.fromArray(DOUBLES, sums, c + HALF).add(v1).intoArray(sums, c + HALF);
            DoubleVector.fromArray(DOUBLES, squares, c).add(v0.mul(v0)).intoArray(squares, c);
            DoubleVector.fromArray(DOUBLES, squares, c + HALF).add(v1.mul(v1)).intoArray(squares, c + HALF);
        }
        return i;
    }
}
