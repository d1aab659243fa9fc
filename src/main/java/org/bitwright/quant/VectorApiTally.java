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
     * @param ends takes least and greatest {@link OrderedFloats}, the greatest magnitude's bits, and the number of values
     *     that are not above 0
     * @return the number of zeros
     */
    static int ends(float[] x, int at, int n, int[] ends) {
        IntVector all = IntVector.broadcast(INTS, MAGNITUDE);
        IntVector least = all;
        IntVector most = all.not();
        IntVector greatest = IntVector.zero(INTS);
        IntVector zeros = greatest;
        IntVector notAbove = greatest;
        for (int i = at; i < at + n; i += LANES) {
            IntVector bits = FloatVector.fromArray(FLOATS, x, i).reinterpretAsInts();
            IntVector magnitude = bits.and(all);
            IntVector ordered = ordered(bits);
            least = least.min(ordered);
            most = most.max(ordered);
            greatest = greatest.max(magnitude);
            zeros = zeros.add(magnitude.sub(1).lanewise(VectorOperators.LSHR, SIGN_BIT));
            notAbove = notAbove.add(ordered.sub(1).lanewise(VectorOperators.LSHR, SIGN_BIT));
        }
        ends[0] = least.reduceLanes(VectorOperators.MIN);
        ends[1] = most.reduceLanes(VectorOperators.MAX);
        ends[2] = greatest.reduceLanes(VectorOperators.MAX);
        ends[3] = notAbove.reduceLanes(VectorOperators.ADD);
        return zeros.reduceLanes(VectorOperators.ADD);
    }

    /**
     * Writes the units of {@code n} finite values, a multiple of the lanes: first those of vectors whose values differ,
     * then, from {@code n} on, one of each whole vector of the same value, unless that is 0.
     *
     * @param factor units a value, a power of two; no unit lies beyond ±2^22
     * @param first unit that is written as 0
     * @param zero what is written for 0, one more cell for each lane
     * @return how many of the first kind, and in the upper half how many of the second
     */
    static long place(float[] x, int at, int n, float factor, int first, int zero, int[] units) {
        IntVector zeroUnits = UNIT_LANES.add(zero);
        int base = Float.floatToRawIntBits(INTEGERS) + first;
        int different = 0;
        int same = n;
        for (int i = at; i < at + n; i += LANES) {
            FloatVector v = FloatVector.fromArray(FLOATS, x, i);
            FloatVector place = v.mul(factor);
            FloatVector shifted = place.add(INTEGERS);
            // The sum is rounded to the nearest whole number: one too many where that lies above.
            IntVector above =
                    place.sub(shifted.sub(INTEGERS)).reinterpretAsInts().lanewise(VectorOperators.LSHR, SIGN_BIT);
            shifted.reinterpretAsInts()
                    .sub(base)
                    .sub(above)
                    .blend(zeroUnits, v.compare(VectorOperators.EQ, 0f).cast(INTS))
                    .intoArray(units, different);
            if (v.compare(VectorOperators.EQ, x[i]).allTrue()) {
                units[same] = units[different];
                same += x[i] == 0 ? 0 : 1;
            } else {
                different += LANES;
            }
        }
        return ((long) (same - n) << Integer.SIZE) + different;
    }

    /**
     * Adds finite values of one channel, at least as many as there are lanes, to figures that are kept apart by lane.
     *
     * @param place of its first lane in the arrays of integers; of its first sum at half of that
     */
    static void run(float[] x, int from, int to, int place, ChannelLanes into) {
        IntVector low = IntVector.fromArray(INTS, into.least, place);
        IntVector high = IntVector.fromArray(INTS, into.most, place);
        IntVector count = IntVector.fromArray(INTS, into.zeros, place);
        DoubleVector sums0 = DoubleVector.fromArray(DOUBLES, into.sums, place / 2);
        DoubleVector sums1 = DoubleVector.zero(DOUBLES);
        DoubleVector squares0 = DoubleVector.fromArray(DOUBLES, into.squares, place / 2);
        DoubleVector squares1 = DoubleVector.zero(DOUBLES);
        for (int i = from; i < to; i += LANES) {
            // The last values once more with those before them, which are ends already and else count for nothing.
            IntVector counted = IntVector.fromArray(INTS, LAST_LANES, Math.min(LANES, to - i));
            IntVector bits =
                    FloatVector.fromArray(FLOATS, x, Math.min(i, to - LANES)).reinterpretAsInts();
            IntVector ordered = ordered(bits);
            low = low.min(ordered);
            high = high.max(ordered);
            count = count.add(oneForZero(bits).and(counted));
            FloatVector v = bits.and(counted).reinterpretAsFloats();
            DoubleVector v0 = (DoubleVector) v.convertShape(VectorOperators.F2D, DOUBLES, 0);
            DoubleVector v1 = (DoubleVector) v.convertShape(VectorOperators.F2D, DOUBLES, 1);
            sums0 = sums0.add(v0);
            sums1 = sums1.add(v1);
            squares0 = squares0.add(v0.mul(v0));
            squares1 = squares1.add(v1.mul(v1));
        }
        low.intoArray(into.least, place);
        high.intoArray(into.most, place);
        count.intoArray(into.zeros, place);
        sums0.add(sums1).intoArray(into.sums, place / 2);
        squares0.add(squares1).intoArray(into.squares, place / 2);
    }

    /** Does what {@link #run} does, and the same for what becomes of the values where those below 0 are made 0. */
    static void runRectified(float[] x, int from, int to, int place, ChannelLanes into, ChannelLanes rectified) {
        IntVector low = IntVector.fromArray(INTS, into.least, place);
        IntVector high = IntVector.fromArray(INTS, into.most, place);
        IntVector count = IntVector.fromArray(INTS, into.zeros, place);
        IntVector countAbove = IntVector.fromArray(INTS, rectified.zeros, place);
        DoubleVector sums0 = DoubleVector.fromArray(DOUBLES, into.sums, place / 2);
        DoubleVector sums1 = DoubleVector.zero(DOUBLES);
        DoubleVector squares0 = DoubleVector.fromArray(DOUBLES, into.squares, place / 2);
        DoubleVector squares1 = DoubleVector.zero(DOUBLES);
        DoubleVector sumsAbove0 = DoubleVector.fromArray(DOUBLES, rectified.sums, place / 2);
        DoubleVector sumsAbove1 = DoubleVector.zero(DOUBLES);
        DoubleVector squaresAbove0 = DoubleVector.fromArray(DOUBLES, rectified.squares, place / 2);
        DoubleVector squaresAbove1 = DoubleVector.zero(DOUBLES);
        for (int i = from; i < to; i += LANES) {
            IntVector counted = IntVector.fromArray(INTS, LAST_LANES, Math.min(LANES, to - i));
            IntVector bits =
                    FloatVector.fromArray(FLOATS, x, Math.min(i, to - LANES)).reinterpretAsInts();
            IntVector negative = bits.lanewise(VectorOperators.ASHR, SIGN_BIT);
            IntVector ordered = ordered(bits);
            low = low.min(ordered);
            high = high.max(ordered);
            count = count.add(oneForZero(bits).and(counted));
            countAbove = countAbove.add(
                    ordered.sub(1).lanewise(VectorOperators.LSHR, SIGN_BIT).and(counted));
            IntVector kept = bits.and(counted);
            FloatVector v = kept.reinterpretAsFloats();
            DoubleVector v0 = (DoubleVector) v.convertShape(VectorOperators.F2D, DOUBLES, 0);
            DoubleVector v1 = (DoubleVector) v.convertShape(VectorOperators.F2D, DOUBLES, 1);
            sums0 = sums0.add(v0);
            sums1 = sums1.add(v1);
            squares0 = squares0.add(v0.mul(v0));
            squares1 = squares1.add(v1.mul(v1));
            FloatVector above = kept.lanewise(VectorOperators.AND_NOT, negative).reinterpretAsFloats();
            DoubleVector above0 = (DoubleVector) above.convertShape(VectorOperators.F2D, DOUBLES, 0);
            DoubleVector above1 = (DoubleVector) above.convertShape(VectorOperators.F2D, DOUBLES, 1);
            sumsAbove0 = sumsAbove0.add(above0);
            sumsAbove1 = sumsAbove1.add(above1);
            squaresAbove0 = squaresAbove0.add(above0.mul(above0));
            squaresAbove1 = squaresAbove1.add(above1.mul(above1));
        }
        low.intoArray(into.least, place);
        high.intoArray(into.most, place);
        count.intoArray(into.zeros, place);
        sums0.add(sums1).intoArray(into.sums, place / 2);
        squares0.add(squares1).intoArray(into.squares, place / 2);
        // Infinite values were counted for one of them only: their ends do not follow from each other.
        IntVector.fromArray(INTS, rectified.least, place).min(low.max(0)).intoArray(rectified.least, place);
        IntVector.fromArray(INTS, rectified.most, place).max(high.max(0)).intoArray(rectified.most, place);
        countAbove.intoArray(rectified.zeros, place);
        sumsAbove0.add(sumsAbove1).intoArray(rectified.sums, place / 2);
        squaresAbove0.add(squaresAbove1).intoArray(rectified.squares, place / 2);
    }

    /**
     * Adds {@code n} finite values to as many channels, all but the last few; gives how many.
     *
     * @param first channel of the first value
     */
    static int row(float[] x, int at, int n, int first, ChannelLanes into) {
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            int c = first + i;
            FloatVector v = FloatVector.fromArray(FLOATS, x, at + i);
            IntVector bits = v.reinterpretAsInts();
            IntVector ordered = ordered(bits);
            IntVector.fromArray(INTS, into.least, c).min(ordered).intoArray(into.least, c);
            IntVector.fromArray(INTS, into.most, c).max(ordered).intoArray(into.most, c);
            IntVector.fromArray(INTS, into.zeros, c).add(oneForZero(bits)).intoArray(into.zeros, c);
            DoubleVector v0 = (DoubleVector) v.convertShape(VectorOperators.F2D, DOUBLES, 0);
            DoubleVector v1 = (DoubleVector) v.convertShape(VectorOperators.F2D, DOUBLES, 1);
            DoubleVector.fromArray(DOUBLES, into.sums, c).add(v0).intoArray(into.sums, c);
            DoubleVector.fromArray(DOUBLES, into.sums, c + HALF).add(v1).intoArray(into.sums, c + HALF);
            DoubleVector.fromArray(DOUBLES, into.squares, c).add(v0.mul(v0)).intoArray(into.squares, c);
            DoubleVector.fromArray(DOUBLES, into.squares, c + HALF)
                    .add(v1.mul(v1))
                    .intoArray(into.squares, c + HALF);
        }
        return i;
    }

    /** {@link OrderedFloats} of the bits of floats. */
    private static IntVector ordered(IntVector bits) {
        return bits.lanewise(VectorOperators.ASHR, SIGN_BIT).and(MAGNITUDE).lanewise(VectorOperators.XOR, bits);
    }

    /** 1 for floats that are 0 or −0, 0 for others. */
    private static IntVector oneForZero(IntVector bits) {
        return bits.and(MAGNITUDE).sub(1).lanewise(VectorOperators.LSHR, SIGN_BIT);
    }
}
