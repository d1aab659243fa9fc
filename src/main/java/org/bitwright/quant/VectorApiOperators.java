package org.bitwright.quant;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.Vector;
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

    /** Fills the caches. */
    static void useEach() {
        IntVector integers = IntVector.broadcast(IntVector.SPECIES_PREFERRED, 1);
        LongVector longs = LongVector.broadcast(LongVector.SPECIES_PREFERRED, 1);
        arithmetic(FloatVector.broadcast(FloatVector.SPECIES_PREFERRED, 1f));
        DoubleVector doubles = DoubleVector.broadcast(DoubleVector.SPECIES_PREFERRED, 1.0);
        arithmetic(doubles);
        doubles.fma(doubles, doubles);
        arithmetic(integers);
        arithmetic(longs);
        bitwise(integers);
        bitwise(longs);
    }

    private static <E> void arithmetic(Vector<E> one) {
        one.lanewise(VectorOperators.ABS);
        one.lanewise(VectorOperators.DIV, one);
        each(one, ARITHMETIC);
        one.reduceLanesToLong(VectorOperators.ADD);
        one.reduceLanesToLong(VectorOperators.MIN);
        one.reduceLanesToLong(VectorOperators.MAX);
    }

    private static <E> void bitwise(Vector<E> one) {
        each(one, BITWISE);
        for (VectorOperators.Binary shift : SHIFTS) {
            one.lanewise(shift, 1);
        }
        one.reduceLanesToLong(VectorOperators.OR);
    }

    private static <E> void each(Vector<E> one, VectorOperators.Binary... operators) {
        for (VectorOperators.Binary operator : operators) {
            one.lanewise(operator, one);
        }
    }
}
