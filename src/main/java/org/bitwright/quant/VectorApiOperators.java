package org.bitwright.quant;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorOperators;

/**
 * Uses every operator of the Vector API that the loops use once, before any of them runs.
 *
 * <p>The API keeps a fallback of each operator in a cache that its first use fills. Once C2 has compiled the look-up, the
 * first uses of other operators leave compiled code, and that is counted: four times. The look-up is inlined at every
 * operation, C2 adds up the counts of all that it inlines, and after 100 it no longer trusts the profile: behind the 25th
 * operation of a method it doesn't know a vector's class any more and allocates what is stored. Loops over several rows
 * then took twice the time, unless another kernel had run first. With the caches filled nothing is counted.
 */
final class VectorApiOperators {
    private static final VectorOperators.Binary[] ARITHMETIC = {
        VectorOperators.ADD, VectorOperators.SUB, VectorOperators.MUL, VectorOperators.MIN, VectorOperators.MAX
    };
    private static final VectorOperators.Binary[] BITWISE = {
        VectorOperators.AND, VectorOperators.OR, VectorOperators.XOR
    };
    private static final VectorOperators.Binary[] SHIFTS = {
        VectorOperators.LSHL, VectorOperators.ASHR, VectorOperators.LSHR
    };

    private VectorApiOperators() {}

    /** Fills the caches; gives the sum of all results, which is of no meaning. */
    static double useEach() {
        return floats() + doubles() + integers() + longs();
    }

    private static double floats() {
        FloatVector one = FloatVector.broadcast(FloatVector.SPECIES_PREFERRED, 1f);
        FloatVector all = one.lanewise(VectorOperators.ABS).add(one.lanewise(VectorOperators.DIV, one));
        for (VectorOperators.Binary operator : ARITHMETIC) {
            all = all.add(one.lanewise(operator, one));
        }
        return all.reduceLanes(VectorOperators.ADD)
                + all.reduceLanes(VectorOperators.MIN)
                + all.reduceLanes(VectorOperators.MAX);
    }

    private static double doubles() {
        DoubleVector one = DoubleVector.broadcast(DoubleVector.SPECIES_PREFERRED, 1.0);
        DoubleVector all = one.lanewise(VectorOperators.ABS).add(one.lanewise(VectorOperators.DIV, one));
        for (VectorOperators.Binary operator : ARITHMETIC) {
            all = all.add(one.lanewise(operator, one));
        }
        return all.reduceLanes(VectorOperators.ADD)
                + all.reduceLanes(VectorOperators.MIN)
                + all.reduceLanes(VectorOperators.MAX);
    }

    private static double integers() {
        IntVector one = IntVector.broadcast(IntVector.SPECIES_PREFERRED, 1);
        IntVector all = one.lanewise(VectorOperators.ABS);
        for (VectorOperators.Binary operator : ARITHMETIC) {
            all = all.add(one.lanewise(operator, one));
        }
        for (VectorOperators.Binary operator : BITWISE) {
            all = all.add(one.lanewise(operator, one));
        }
        for (VectorOperators.Binary operator : SHIFTS) {
            all = all.add(one.lanewise(operator, 1));
        }
        return all.reduceLanes(VectorOperators.ADD)
                + all.reduceLanes(VectorOperators.MIN)
                + all.reduceLanes(VectorOperators.MAX)
                + all.reduceLanes(VectorOperators.OR);
    }

    private static double longs() {
        LongVector one = LongVector.broadcast(LongVector.SPECIES_PREFERRED, 1);
        LongVector all = one.lanewise(VectorOperators.ABS);
        for (VectorOperators.Binary operator : ARITHMETIC) {
            all = all.add(one.lanewise(operator, one));
        }
        for (VectorOperators.Binary operator : BITWISE) {
            all = all.add(one.lanewise(operator, one));
        }
        for (VectorOperators.Binary operator : SHIFTS) {
            all = all.add(one.lanewise(operator, 1));
        }
        return all.reduceLanes(VectorOperators.ADD)
                + all.reduceLanes(VectorOperators.MIN)
                + all.reduceLanes(VectorOperators.MAX)
                + all.reduceLanes(VectorOperators.OR);
    }
}
