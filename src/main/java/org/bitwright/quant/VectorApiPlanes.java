package org.bitwright.quant;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** Adds the sums of {@link ColumnPlanes} up in double precision on the incubating Vector API. */
final class VectorApiPlanes {
    private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
    private static final VectorSpecies<Double> DOUBLES = DoubleVector.SPECIES_PREFERRED;
    private static final int LANES = FLOATS.length();
    private static final int HALF = LANES / 2;

    private VectorApiPlanes() {}

    /** Adds {@code n} floats from {@code at} on to as many sums, all but the last few; gives how many. */
    static int add(float[] store, int at, int n, double[] sums) {
        int j = 0;
        for (; j <= n - LANES; j += LANES) {
            FloatVector v = FloatVector.fromArray(FLOATS, store, at + j);
            DoubleVector v0 = (DoubleVector) v.convertShape(VectorOperators.F2D, DOUBLES, 0);
            DoubleVector v1 = (DoubleVector) v.convertShape(VectorOperators.F2D, DOUBLES, 1);
            DoubleVector.fromArray(DOUBLES, sums, j).add(v0).intoArray(sums, j);
            DoubleVector.fromArray(DOUBLES, sums, j + HALF).add(v1).intoArray(sums, j + HALF);
        }
        return j;
    }

    /** The same for the greatest of numbers none of which is below 0. */
    static int greatest(float[] store, int at, int n, double[] greatest) {
        int j = 0;
        for (; j <= n - LANES; j += LANES) {
            FloatVector v = FloatVector.fromArray(FLOATS, store, at + j);
            DoubleVector v0 = (DoubleVector) v.convertShape(VectorOperators.F2D, DOUBLES, 0);
            DoubleVector v1 = (DoubleVector) v.convertShape(VectorOperators.F2D, DOUBLES, 1);
            // As whole numbers they are in the same order, and compared in less time.
            DoubleVector.fromArray(DOUBLES, greatest, j)
                    .reinterpretAsLongs()
                    .max(v0.reinterpretAsLongs())
                    .reinterpretAsDoubles()
                    .intoArray(greatest, j);
            DoubleVector.fromArray(DOUBLES, greatest, j + HALF)
                    .reinterpretAsLongs()
                    .max(v1.reinterpretAsLongs())
                    .reinterpretAsDoubles()
                    .intoArray(greatest, j + HALF);
        }
        return j;
    }
}
