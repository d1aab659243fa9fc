package org.bitwright.quant;

import static org.bitwright.quant.LaneLoops.ROUNDING;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The loops over rows of columns without clipped values on the incubating Vector API, several rows at a time with the sums
 * in registers, since those of many columns lie in the second cache. All rows are read before one is written: places one
 * row apart may look alike to the store queue. Why the methods are long is said at {@link VectorApiRuns}.
 *
 * <p>Places are written as one sum of the turn, the first place and a multiple of the distance of planes: with a number of
 * its own for each plane C2 keeps more of them than it has registers, which was measured to take up to an eighth of the time.
 * Likewise the planes come as parameters: read here from their object, they cost a sixth.
 */
final class VectorApiRows {
    private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
    private static final int LANES = FLOATS.length();

    private VectorApiRows() {}

    /**
     * @param first of the first plane's places
     * @param size distance of planes
     * @param n a multiple of the lanes; all as below
     */
    static void unclipped(float[] store, int first, int size, int n, float[] x, float[] into, int at) {
        for (int j = 0; j < n; j += LANES) {
            FloatVector v0 = FloatVector.fromArray(FLOATS, x, at + j);
            FloatVector scale = FloatVector.fromArray(FLOATS, store, first + j + 3 * size);
            FloatVector q0 = v0.div(scale).add(ROUNDING).sub(ROUNDING).mul(scale);
            q0.intoArray(into, at + j);
            FloatVector e0 = q0.sub(v0);
            FloatVector.fromArray(FLOATS, store, first + j).add(v0.mul(e0)).intoArray(store, first + j);
            FloatVector.fromArray(FLOATS, store, first + j + size)
                    .reinterpretAsInts()
                    .max(e0.abs().reinterpretAsInts())
                    .reinterpretAsFloats()
                    .intoArray(store, first + j + size);
            FloatVector.fromArray(FLOATS, store, first + j + 2 * size)
                    .add(e0.mul(e0))
                    .intoArray(store, first + j + 2 * size);
        }
    }

    /** {@link LaneLoops#ROWS} rows that lie {@code stride} apart. */
    static void unclippedRows(float[] store, int first, int size, int n, float[] x, float[] into, int at, int stride) {
        for (int j = 0; j < n; j += LANES) {
            FloatVector v0 = FloatVector.fromArray(FLOATS, x, at + j);
            FloatVector v1 = FloatVector.fromArray(FLOATS, x, at + j + stride);
            FloatVector v2 = FloatVector.fromArray(FLOATS, x, at + j + 2 * stride);
            FloatVector v3 = FloatVector.fromArray(FLOATS, x, at + j + 3 * stride);
            FloatVector v4 = FloatVector.fromArray(FLOATS, x, at + j + 4 * stride);
            FloatVector v5 = FloatVector.fromArray(FLOATS, x, at + j + 5 * stride);
            FloatVector v6 = FloatVector.fromArray(FLOATS, x, at + j + 6 * stride);
            FloatVector v7 = FloatVector.fromArray(FLOATS, x, at + j + 7 * stride);
            FloatVector scale = FloatVector.fromArray(FLOATS, store, first + j + 3 * size);
            FloatVector q0 = v0.div(scale).add(ROUNDING).sub(ROUNDING).mul(scale);
            FloatVector q1 = v1.div(scale).add(ROUNDING).sub(ROUNDING).mul(scale);
            FloatVector q2 = v2.div(scale).add(ROUNDING).sub(ROUNDING).mul(scale);
            FloatVector q3 = v3.div(scale).add(ROUNDING).sub(ROUNDING).mul(scale);
            FloatVector q4 = v4.div(scale).add(ROUNDING).sub(ROUNDING).mul(scale);
            FloatVector q5 = v5.div(scale).add(ROUNDING).sub(ROUNDING).mul(scale);
            FloatVector q6 = v6.div(scale).add(ROUNDING).sub(ROUNDING).mul(scale);
            FloatVector q7 = v7.div(scale).add(ROUNDING).sub(ROUNDING).mul(scale);
            q0.intoArray(into, at + j);
            q1.intoArray(into, at + j + stride);
            q2.intoArray(into, at + j + 2 * stride);
            q3.intoArray(into, at + j + 3 * stride);
            q4.intoArray(into, at + j + 4 * stride);
            q5.intoArray(into, at + j + 5 * stride);
            q6.intoArray(into, at + j + 6 * stride);
            q7.intoArray(into, at + j + 7 * stride);
            FloatVector e0 = q0.sub(v0);
            FloatVector e1 = q1.sub(v1);
            FloatVector e2 = q2.sub(v2);
            FloatVector e3 = q3.sub(v3);
            FloatVector e4 = q4.sub(v4);
            FloatVector e5 = q5.sub(v5);
            FloatVector e6 = q6.sub(v6);
            FloatVector e7 = q7.sub(v7);
            FloatVector.fromArray(FLOATS, store, first + j)
                    .add(v0.mul(e0))
                    .add(v1.mul(e1))
                    .add(v2.mul(e2))
                    .add(v3.mul(e3))
                    .add(v4.mul(e4))
                    .add(v5.mul(e5))
                    .add(v6.mul(e6))
                    .add(v7.mul(e7))
                    .intoArray(store, first + j);
            FloatVector.fromArray(FLOATS, store, first + j + size)
                    .reinterpretAsInts()
                    .max(e0.abs().reinterpretAsInts())
                    .max(e1.abs().reinterpretAsInts())
                    .max(e2.abs().reinterpretAsInts())
                    .max(e3.abs().reinterpretAsInts())
                    .max(e4.abs().reinterpretAsInts())
                    .max(e5.abs().reinterpretAsInts())
                    .max(e6.abs().reinterpretAsInts())
                    .max(e7.abs().reinterpretAsInts())
                    .reinterpretAsFloats()
                    .intoArray(store, first + j + size);
            FloatVector.fromArray(FLOATS, store, first + j + 2 * size)
                    .add(e0.mul(e0))
                    .add(e1.mul(e1))
                    .add(e2.mul(e2))
                    .add(e3.mul(e3))
                    .add(e4.mul(e4))
                    .add(e5.mul(e5))
                    .add(e6.mul(e6))
                    .add(e7.mul(e7))
                    .intoArray(store, first + j + 2 * size);
        }
    }
}
