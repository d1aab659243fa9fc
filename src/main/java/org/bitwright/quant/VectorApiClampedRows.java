package org.bitwright.quant;

import static org.bitwright.quant.LaneLoops.ROUNDING;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * The loops over rows of columns with clipped values on the incubating Vector API; otherwise as {@link VectorApiRows}.
 * Clipped values are few: vectors with any are noted down in passing, and {@link #addClips} goes over these alone. The
 * others would add nothing.
 */
final class VectorApiClampedRows {
    private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
    private static final VectorSpecies<Integer> INTS = IntVector.SPECIES_PREFERRED;
    private static final int LANES = FLOATS.length();

    /** The bits of 1f. */
    private static final int ONE = 0x3f800000;

    private static final int SIGN_BIT = 31;

    private VectorApiClampedRows() {}

    /**
     * Leaves clipped values to {@link #addClips}.
     *
     * @param first of the first plane's places
     * @param size distance of planes
     * @param hits takes where the vectors with clipped values start
     * @return how many these are
     */
    static int clamped(float[] store, int first, int size, int n, float[] x, float[] into, int at, int[] hits) {
        int count = 0;
        for (int j = 0; j < n; j += LANES) {
            FloatVector v0 = FloatVector.fromArray(FLOATS, x, at + j);
            FloatVector scale = FloatVector.fromArray(FLOATS, store, first + j + 3 * size);
            IntVector low =
                    FloatVector.fromArray(FLOATS, store, first + j + 6 * size).reinterpretAsInts();
            IntVector high =
                    FloatVector.fromArray(FLOATS, store, first + j + 7 * size).reinterpretAsInts();
            FloatVector q0 = v0.div(scale)
                    .add(ROUNDING)
                    .reinterpretAsInts()
                    .max(low)
                    .min(high)
                    .reinterpretAsFloats()
                    .sub(ROUNDING)
                    .mul(scale);
            q0.intoArray(into, at + j);
            FloatVector e0 = q0.sub(v0);
            FloatVector.fromArray(FLOATS, store, first + j).add(q0.mul(q0)).intoArray(store, first + j);
            FloatVector.fromArray(FLOATS, store, first + j + size)
                    .reinterpretAsInts()
                    .max(e0.abs().reinterpretAsInts())
                    .reinterpretAsFloats()
                    .intoArray(store, first + j + size);
            FloatVector.fromArray(FLOATS, store, first + j + 2 * size)
                    .add(e0.mul(e0))
                    .intoArray(store, first + j + 2 * size);
            FloatVector lowEnd = FloatVector.fromArray(FLOATS, store, first + j + 8 * size);
            FloatVector highEnd = FloatVector.fromArray(FLOATS, store, first + j + 9 * size);
            IntVector signs =
                    v0.sub(lowEnd).reinterpretAsInts().or(highEnd.sub(v0).reinterpretAsInts());
            if (signs.reduceLanes(VectorOperators.OR) < 0) {
                hits[count++] = j;
            }
        }
        return count;
    }

    /** The same for {@link LaneLoops#ROWS} rows that lie {@code stride} apart. */
    static int clampedRows(
            float[] store, int first, int size, int n, float[] x, float[] into, int at, int stride, int[] hits) {
        int count = 0;
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
            IntVector low =
                    FloatVector.fromArray(FLOATS, store, first + j + 6 * size).reinterpretAsInts();
            IntVector high =
                    FloatVector.fromArray(FLOATS, store, first + j + 7 * size).reinterpretAsInts();
            FloatVector q0 = v0.div(scale)
                    .add(ROUNDING)
                    .reinterpretAsInts()
                    .max(low)
                    .min(high)
                    .reinterpretAsFloats()
                    .sub(ROUNDING)
                    .mul(scale);
            FloatVector q1 = v1.div(scale)
                    .add(ROUNDING)
                    .reinterpretAsInts()
                    .max(low)
                    .min(high)
                    .reinterpretAsFloats()
                    .sub(ROUNDING)
                    .mul(scale);
            FloatVector q2 = v2.div(scale)
                    .add(ROUNDING)
                    .reinterpretAsInts()
                    .max(low)
                    .min(high)
                    .reinterpretAsFloats()
                    .sub(ROUNDING)
                    .mul(scale);
            FloatVector q3 = v3.div(scale)
                    .add(ROUNDING)
                    .reinterpretAsInts()
                    .max(low)
                    .min(high)
                    .reinterpretAsFloats()
                    .sub(ROUNDING)
                    .mul(scale);
            FloatVector q4 = v4.div(scale)
                    .add(ROUNDING)
                    .reinterpretAsInts()
                    .max(low)
                    .min(high)
                    .reinterpretAsFloats()
                    .sub(ROUNDING)
                    .mul(scale);
            FloatVector q5 = v5.div(scale)
                    .add(ROUNDING)
                    .reinterpretAsInts()
                    .max(low)
                    .min(high)
                    .reinterpretAsFloats()
                    .sub(ROUNDING)
                    .mul(scale);
            FloatVector q6 = v6.div(scale)
                    .add(ROUNDING)
                    .reinterpretAsInts()
                    .max(low)
                    .min(high)
                    .reinterpretAsFloats()
                    .sub(ROUNDING)
                    .mul(scale);
            FloatVector q7 = v7.div(scale)
                    .add(ROUNDING)
                    .reinterpretAsInts()
                    .max(low)
                    .min(high)
                    .reinterpretAsFloats()
                    .sub(ROUNDING)
                    .mul(scale);
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
                    .add(q0.mul(q0))
                    .add(q1.mul(q1))
                    .add(q2.mul(q2))
                    .add(q3.mul(q3))
                    .add(q4.mul(q4))
                    .add(q5.mul(q5))
                    .add(q6.mul(q6))
                    .add(q7.mul(q7))
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
            FloatVector lowEnd = FloatVector.fromArray(FLOATS, store, first + j + 8 * size);
            FloatVector highEnd = FloatVector.fromArray(FLOATS, store, first + j + 9 * size);
            IntVector signs = v0.sub(lowEnd)
                    .reinterpretAsInts()
                    .or(highEnd.sub(v0).reinterpretAsInts())
                    .or(v1.sub(lowEnd).reinterpretAsInts())
                    .or(highEnd.sub(v1).reinterpretAsInts())
                    .or(v2.sub(lowEnd).reinterpretAsInts())
                    .or(highEnd.sub(v2).reinterpretAsInts())
                    .or(v3.sub(lowEnd).reinterpretAsInts())
                    .or(highEnd.sub(v3).reinterpretAsInts())
                    .or(v4.sub(lowEnd).reinterpretAsInts())
                    .or(highEnd.sub(v4).reinterpretAsInts())
                    .or(v5.sub(lowEnd).reinterpretAsInts())
                    .or(highEnd.sub(v5).reinterpretAsInts())
                    .or(v6.sub(lowEnd).reinterpretAsInts())
                    .or(highEnd.sub(v6).reinterpretAsInts())
                    .or(v7.sub(lowEnd).reinterpretAsInts())
                    .or(highEnd.sub(v7).reinterpretAsInts());
            if (signs.reduceLanes(VectorOperators.OR) < 0) {
                hits[count++] = j;
            }
        }
        return count;
    }

    /** Adds up the clipped values of {@code count} vectors in {@code rows} rows that are quantized already. */
    static void addClips(
            ColumnPlanes planes,
            int column,
            int[] hits,
            int count,
            int rows,
            float[] x,
            float[] into,
            int at,
            int stride) {
        float[] store = planes.store;
        int lowEnds = planes.at(ColumnPlanes.LOW_END, column);
        int highEnds = planes.at(ColumnPlanes.HIGH_END, column);
        int clipSquares = planes.at(ColumnPlanes.CLIP_SQUARES, column);
        int clipped = planes.at(ColumnPlanes.CLIPPED, column);
        IntVector one = IntVector.broadcast(INTS, ONE);
        for (int hit = 0; hit < count; hit++) {
            int j = hits[hit];
            FloatVector lowEnd = FloatVector.fromArray(FLOATS, store, lowEnds + j);
            FloatVector highEnd = FloatVector.fromArray(FLOATS, store, highEnds + j);
            FloatVector squares = FloatVector.zero(FLOATS).add(FloatVector.fromArray(FLOATS, store, clipSquares + j));
            FloatVector counts = FloatVector.zero(FLOATS).add(FloatVector.fromArray(FLOATS, store, clipped + j));
            for (int row = 0; row < rows; row++) {
                FloatVector v = FloatVector.fromArray(FLOATS, x, at + row * stride + j);
                FloatVector e = FloatVector.fromArray(FLOATS, into, at + row * stride + j)
                        .sub(v);
                IntVector beyond = v.sub(lowEnd)
                        .reinterpretAsInts()
                        .or(highEnd.sub(v).reinterpretAsInts())
                        .lanewise(VectorOperators.ASHR, SIGN_BIT);
                squares = squares.add(e.mul(e).reinterpretAsInts().and(beyond).reinterpretAsFloats());
                counts = counts.add(beyond.and(one).reinterpretAsFloats());
            }
            squares.intoArray(store, clipSquares + j);
            counts.intoArray(store, clipped + j);
        }
    }
}
