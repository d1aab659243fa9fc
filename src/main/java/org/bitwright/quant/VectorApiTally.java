package org.bitwright.quant;

import java.util.Arrays;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * The loops of {@link PieceScan}, {@link GrowingHistogram} and {@link ChannelTally} over finite values on the incubating
 * Vector API. Vectors of one width only, for the reason given at {@link VectorApiStatistics}.
 */
final class VectorApiTally {
    private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
    private static final VectorSpecies<Integer> INTS = IntVector.SPECIES_PREFERRED;
    private static final VectorSpecies<Long> LONGS = LongVector.SPECIES_PREFERRED;
    private static final VectorSpecies<Double> DOUBLES = DoubleVector.SPECIES_PREFERRED;
    static final int LANES = FLOATS.length();
    static final int HALF = LANES / 2;
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
     * @param ends takes least and greatest {@link OrderedFloats}, and the number of values that are not above 0
     * @return the number of zeros
     */
    static int ends(float[] x, int at, int n, int[] ends) {
        IntVector all = IntVector.broadcast(INTS, MAGNITUDE);
        IntVector least = all;
        IntVector most = all.not();
        IntVector others = IntVector.zero(INTS);
        IntVector above = others;
        for (int i = at; i < at + n; i += LANES) {
            IntVector bits = FloatVector.fromArray(FLOATS, x, i).reinterpretAsInts();
            // In line here and below: C2 calls own methods from a loop that is inlined late, and allocates vectors.
            IntVector ordered =
                    bits.lanewise(VectorOperators.ASHR, SIGN_BIT).and(all).lanewise(VectorOperators.XOR, bits);
            least = least.min(ordered);
            most = most.max(ordered);
            others = others.add(bits.and(all).min(1));
            above = above.add(bits.max(0).min(1));
        }
        ends[0] = least.reduceLanes(VectorOperators.MIN);
        ends[1] = most.reduceLanes(VectorOperators.MAX);
        ends[2] = n - above.reduceLanes(VectorOperators.ADD);
        return n - others.reduceLanes(VectorOperators.ADD);
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

    /** Where, from there on, {@link #HALF} cells begin of which one is {@code least} at least, or the last few. */
    static int next(long[] cells, int from, long least) {
        int i = from;
        while (i <= cells.length - HALF
                && LongVector.fromArray(LONGS, cells, i).lt(least).allTrue()) {
            i += HALF;
        }
        return i;
    }

    /**
     * Adds finite values of one channel to figures that are kept apart by lane.
     *
     * @param runs with at least as many values as there are lanes
     * @param place of its first lane in the arrays of integers; of its first sum at half of that
     */
    static void runs(float[] x, ChannelTally.Runs runs, int place, ChannelLanes into) {
        int inner = runs.inner();
        int period = runs.period();
        IntVector low = IntVector.fromArray(INTS, into.least, place);
        IntVector high = IntVector.fromArray(INTS, into.most, place);
        IntVector others = IntVector.fromArray(INTS, into.others, place);
        DoubleVector sums0 = DoubleVector.fromArray(DOUBLES, into.sums, place / 2);
        DoubleVector squares0 = DoubleVector.fromArray(DOUBLES, into.squares, place / 2);
        DoubleVector sums1 = DoubleVector.zero(DOUBLES);
        DoubleVector squares1 = DoubleVector.zero(DOUBLES);
        int vectors = runs.number() * ((inner + LANES - 1) / LANES);
        int i = runs.first();
        int to = i + inner;
        // One loop over all runs: C2 allocates vectors that an inner loop hands to an outer one.
        for (int k = 0; k < vectors; k++) {
            // The last values once more with those before them, which are ends already and else count for nothing.
            IntVector bits =
                    FloatVector.fromArray(FLOATS, x, Math.min(i, to - LANES)).reinterpretAsInts();
            IntVector ordered =
                    bits.lanewise(VectorOperators.ASHR, SIGN_BIT).and(MAGNITUDE).lanewise(VectorOperators.XOR, bits);
            low = low.min(ordered);
            high = high.max(ordered);
            IntVector kept = bits.and(IntVector.fromArray(INTS, LAST_LANES, Math.min(LANES, to - i)));
            others = others.add(kept.and(MAGNITUDE).min(1));
            FloatVector v = kept.reinterpretAsFloats();
            DoubleVector v0 = (DoubleVector) v.convertShape(VectorOperators.F2D, DOUBLES, 0);
            DoubleVector v1 = (DoubleVector) v.convertShape(VectorOperators.F2D, DOUBLES, 1);
            sums0 = sums0.add(v0);
            sums1 = sums1.add(v1);
            // The product of floats is a double: nothing is rounded but the sum.
            squares0 = v0.fma(v0, squares0);
            squares1 = v1.fma(v1, squares1);
            boolean ends = i + LANES >= to;
            i = ends ? to + period - inner : i + LANES;
            to = ends ? to + period : to;
        }
        low.intoArray(into.least, place);
        high.intoArray(into.most, place);
        others.intoArray(into.others, place);
        sums0.add(sums1).intoArray(into.sums, place / 2);
        squares0.add(squares1).intoArray(into.squares, place / 2);
    }

    /** Does what {@link #runs} does, and the same for what becomes of the values where those below 0 are made 0. */
    static void runsRectified(float[] x, ChannelTally.Runs runs, int place, ChannelLanes into, ChannelLanes rectified) {
        int inner = runs.inner();
        int period = runs.period();
        IntVector low = IntVector.fromArray(INTS, into.least, place);
        IntVector high = IntVector.fromArray(INTS, into.most, place);
        IntVector others = IntVector.fromArray(INTS, into.others, place);
        IntVector above = IntVector.fromArray(INTS, rectified.others, place);
        DoubleVector sums0 = DoubleVector.fromArray(DOUBLES, into.sums, place / 2);
        DoubleVector squares0 = DoubleVector.fromArray(DOUBLES, into.squares, place / 2);
        DoubleVector sumsAbove0 = DoubleVector.fromArray(DOUBLES, rectified.sums, place / 2);
        DoubleVector squaresAbove0 = DoubleVector.fromArray(DOUBLES, rectified.squares, place / 2);
        DoubleVector sums1 = DoubleVector.zero(DOUBLES);
        DoubleVector squares1 = DoubleVector.zero(DOUBLES);
        DoubleVector sumsAbove1 = DoubleVector.zero(DOUBLES);
        DoubleVector squaresAbove1 = DoubleVector.zero(DOUBLES);
        int vectors = runs.number() * ((inner + LANES - 1) / LANES);
        int i = runs.first();
        int to = i + inner;
        // One loop over all runs: C2 allocates vectors that an inner loop hands to an outer one.
        for (int k = 0; k < vectors; k++) {
            IntVector bits =
                    FloatVector.fromArray(FLOATS, x, Math.min(i, to - LANES)).reinterpretAsInts();
            IntVector ordered =
                    bits.lanewise(VectorOperators.ASHR, SIGN_BIT).and(MAGNITUDE).lanewise(VectorOperators.XOR, bits);
            low = low.min(ordered);
            high = high.max(ordered);
            IntVector kept = bits.and(IntVector.fromArray(INTS, LAST_LANES, Math.min(LANES, to - i)));
            others = others.add(kept.and(MAGNITUDE).min(1));
            above = above.add(kept.max(0).min(1));
            FloatVector v = kept.reinterpretAsFloats();
            DoubleVector v0 = (DoubleVector) v.convertShape(VectorOperators.F2D, DOUBLES, 0);
            DoubleVector v1 = (DoubleVector) v.convertShape(VectorOperators.F2D, DOUBLES, 1);
            sums0 = sums0.add(v0);
            sums1 = sums1.add(v1);
            squares0 = v0.fma(v0, squares0);
            squares1 = v1.fma(v1, squares1);
            // As whole numbers, too, those with a sign are below 0: quicker than the maximum of floats.
            DoubleVector above0 = v0.reinterpretAsLongs().max(0).reinterpretAsDoubles();
            DoubleVector above1 = v1.reinterpretAsLongs().max(0).reinterpretAsDoubles();
            sumsAbove0 = sumsAbove0.add(above0);
            sumsAbove1 = sumsAbove1.add(above1);
            squaresAbove0 = above0.fma(above0, squaresAbove0);
            squaresAbove1 = above1.fma(above1, squaresAbove1);
            boolean ends = i + LANES >= to;
            i = ends ? to + period - inner : i + LANES;
            to = ends ? to + period : to;
        }
        low.intoArray(into.least, place);
        high.intoArray(into.most, place);
        others.intoArray(into.others, place);
        sums0.add(sums1).intoArray(into.sums, place / 2);
        squares0.add(squares1).intoArray(into.squares, place / 2);
        // Infinite values were counted for one of them only: their ends do not follow from each other.
        IntVector.fromArray(INTS, rectified.least, place).min(low.max(0)).intoArray(rectified.least, place);
        IntVector.fromArray(INTS, rectified.most, place).max(high.max(0)).intoArray(rectified.most, place);
        above.intoArray(rectified.others, place);
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
            IntVector ordered =
                    bits.lanewise(VectorOperators.ASHR, SIGN_BIT).and(MAGNITUDE).lanewise(VectorOperators.XOR, bits);
            IntVector others = bits.and(MAGNITUDE).min(1);
            IntVector.fromArray(INTS, into.least, c).min(ordered).intoArray(into.least, c);
            IntVector.fromArray(INTS, into.most, c).max(ordered).intoArray(into.most, c);
            IntVector.fromArray(INTS, into.others, c).add(others).intoArray(into.others, c);
            DoubleVector v0 = (DoubleVector) v.convertShape(VectorOperators.F2D, DOUBLES, 0);
            DoubleVector v1 = (DoubleVector) v.convertShape(VectorOperators.F2D, DOUBLES, 1);
            DoubleVector.fromArray(DOUBLES, into.sums, c).add(v0).intoArray(into.sums, c);
            DoubleVector.fromArray(DOUBLES, into.sums, c + HALF).add(v1).intoArray(into.sums, c + HALF);
            v0.fma(v0, DoubleVector.fromArray(DOUBLES, into.squares, c)).intoArray(into.squares, c);
            v1.fma(v1, DoubleVector.fromArray(DOUBLES, into.squares, c + HALF)).intoArray(into.squares, c + HALF);
        }
        return i;
    }
}
