package org.bitwright.quant;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Places finite values in the bins of a histogram, on the incubating Vector API. Vectors of one width only, for the reason
 * given at {@link VectorApiStatistics}.
 */
final class VectorApiBins {
    private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
    private static final VectorSpecies<Double> DOUBLES = DoubleVector.SPECIES_PREFERRED;
    private static final VectorSpecies<Long> LONGS = LongVector.SPECIES_PREFERRED;
    private static final int LANES = FLOATS.length();

    /** Adding it makes whole numbers of doubles, which then stand in its lower bits. */
    private static final double INTEGERS = 0x1.8p52;

    private static final long INTEGERS_BITS = Double.doubleToRawLongBits(INTEGERS);
    private static final int MAGNITUDE = 0x7fffffff;

    /** The bits of the least number that is not finite. */
    private static final int INFINITY = 0x7f800000;

    private VectorApiBins() {}

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
