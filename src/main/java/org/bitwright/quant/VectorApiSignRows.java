package org.bitwright.quant;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * The loops over rows of columns with {@link SignGrids} on the incubating Vector API; otherwise as
 * {@link VectorApiSignRuns}.
 */
final class VectorApiSignRows {
    private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
    private static final VectorSpecies<Integer> INTS = IntVector.SPECIES_PREFERRED;
    private static final int LANES = FLOATS.length();

    /** The bits of 1f. */
    private static final int ONE = 0x3f800000;

    private static final int SIGN_BIT = 31;

    private VectorApiSignRows() {}

    /** A row of columns. */
    static void row(LaneGrids grids, LaneSums sums, float[] x, int at, float[] into, int intoAt, int n) {
        IntVector one = IntVector.broadcast(INTS, ONE);
        IntVector signBit = IntVector.broadcast(INTS, FloatRounding.SIGN);
        float[] alphas = grids.scale;
        float[] thresholds = grids.lowest;
        float[] ends = grids.highEnd;
        float[] squares = sums.squares;
        float[] products = sums.products;
        float[] greatest = sums.greatest;
        float[] clipSquares = sums.clipSquares;
        float[] clipped = sums.clipped;
        int j = 0;
        for (; j <= n - LANES; j += LANES) {
            FloatVector v = FloatVector.fromArray(FLOATS, x, at + j).add(0f);
            FloatVector magnitude = v.abs();
            FloatVector alpha = FloatVector.fromArray(FLOATS, alphas, j);
            FloatVector q = FloatVector.fromArray(FLOATS, thresholds, j)
                    .sub(magnitude)
                    .reinterpretAsInts()
                    .lanewise(VectorOperators.ASHR, SIGN_BIT)
                    .and(v.reinterpretAsInts().and(signBit).or(alpha.reinterpretAsInts()))
                    .reinterpretAsFloats();
            q.intoArray(into, intoAt + j);
            FloatVector e = q.sub(v);
            FloatVector square = e.mul(e);
            FloatVector.fromArray(FLOATS, squares, j).add(square).intoArray(squares, j);
            FloatVector.fromArray(FLOATS, products, j).add(q.mul(q)).intoArray(products, j);
            FloatVector.fromArray(FLOATS, greatest, j)
                    .reinterpretAsInts()
                    .max(e.abs().reinterpretAsInts())
                    .reinterpretAsFloats()
                    .intoArray(greatest, j);
            IntVector beyond = FloatVector.fromArray(FLOATS, ends, j)
                    .sub(magnitude)
                    .reinterpretAsInts()
                    .lanewise(VectorOperators.ASHR, SIGN_BIT);
            FloatVector.fromArray(FLOATS, clipSquares, j)
                    .add(square.reinterpretAsInts().and(beyond).reinterpretAsFloats())
                    .intoArray(clipSquares, j);
            FloatVector.fromArray(FLOATS, clipped, j)
                    .add(beyond.and(one).reinterpretAsFloats())
                    .intoArray(clipped, j);
        }
        rest(grids, sums, x, at, into, intoAt, j, n);
    }

    /** {@link LaneLoops#ROWS} rows that lie {@code stride} apart. */
    static void rows(
            LaneGrids grids,
            LaneSums sums,
            float[] x,
            int at,
            int stride,
            float[] into,
            int intoAt,
            int intoStride,
            int n) {
        int whole = n - n % LANES;
        for (int row = 0; row < LaneLoops.ROWS; row += LaneLoops.ROWS / 2) {
            int first = at + row * stride;
            fourRows(grids, sums, x, first, stride, into, intoAt + row * intoStride, intoStride, whole);
        }
        for (int row = 0; row < LaneLoops.ROWS; row++) {
            rest(grids, sums, x, at + row * stride, into, intoAt + row * intoStride, whole, n);
        }
    }

    /** The last values of a row, fewer than a vector. */
    private static void rest(
            LaneGrids grids, LaneSums sums, float[] x, int at, float[] into, int intoAt, int from, int n) {
        for (int j = from; j < n; j++) {
            float v = x[at + j];
            float q = SignGrids.level(v, grids.scale[j], grids.lowest[j]);
            into[intoAt + j] = q;
            sums.addClamped(j, v, q, grids.clips(j, v));
        }
    }

    /** Leaves out what fills no vector. */
    private static void fourRows(
            LaneGrids grids,
            LaneSums sums,
            float[] x,
            int at,
            int stride,
            float[] into,
            int intoAt,
            int intoStride,
            int n) {
        IntVector one = IntVector.broadcast(INTS, ONE);
        IntVector signBit = IntVector.broadcast(INTS, FloatRounding.SIGN);
        float[] alphas = grids.scale;
        float[] thresholds = grids.lowest;
        float[] ends = grids.highEnd;
        float[] squares = sums.squares;
        float[] products = sums.products;
        float[] greatest = sums.greatest;
        float[] clipSquares = sums.clipSquares;
        float[] clipped = sums.clipped;
        for (int j = 0; j <= n - LANES; j += LANES) {
            IntVector alpha = FloatVector.fromArray(FLOATS, alphas, j).reinterpretAsInts();
            FloatVector threshold = FloatVector.fromArray(FLOATS, thresholds, j);
            FloatVector end = FloatVector.fromArray(FLOATS, ends, j);
            FloatVector v0 = FloatVector.fromArray(FLOATS, x, at + j).add(0f);
            FloatVector v1 = FloatVector.fromArray(FLOATS, x, at + j + stride).add(0f);
            FloatVector v2 =
                    FloatVector.fromArray(FLOATS, x, at + j + 2 * stride).add(0f);
            FloatVector v3 =
                    FloatVector.fromArray(FLOATS, x, at + j + 3 * stride).add(0f);
            FloatVector q0 = threshold
                    .sub(v0.abs())
                    .reinterpretAsInts()
                    .lanewise(VectorOperators.ASHR, SIGN_BIT)
                    .and(v0.reinterpretAsInts().and(signBit).or(alpha))
                    .reinterpretAsFloats();
            q0.intoArray(into, intoAt + j);
            FloatVector q1 = threshold
                    .sub(v1.abs())
                    .reinterpretAsInts()
                    .lanewise(VectorOperators.ASHR, SIGN_BIT)
                    .and(v1.reinterpretAsInts().and(signBit).or(alpha))
                    .reinterpretAsFloats();
            q1.intoArray(into, intoAt + j + intoStride);
            FloatVector q2 = threshold
                    .sub(v2.abs())
                    .reinterpretAsInts()
                    .lanewise(VectorOperators.ASHR, SIGN_BIT)
                    .and(v2.reinterpretAsInts().and(signBit).or(alpha))
                    .reinterpretAsFloats();
            q2.intoArray(into, intoAt + j + 2 * intoStride);
            FloatVector q3 = threshold
                    .sub(v3.abs())
                    .reinterpretAsInts()
                    .lanewise(VectorOperators.ASHR, SIGN_BIT)
                    .and(v3.reinterpretAsInts().and(signBit).or(alpha))
                    .reinterpretAsFloats();
            q3.intoArray(into, intoAt + j + 3 * intoStride);
            FloatVector e0 = q0.sub(v0);
            FloatVector e1 = q1.sub(v1);
            FloatVector e2 = q2.sub(v2);
            FloatVector e3 = q3.sub(v3);
            FloatVector s0 = e0.mul(e0);
            FloatVector s1 = e1.mul(e1);
            FloatVector s2 = e2.mul(e2);
            FloatVector s3 = e3.mul(e3);
            IntVector beyond0 = end.sub(v0.abs()).reinterpretAsInts().lanewise(VectorOperators.ASHR, SIGN_BIT);
            IntVector beyond1 = end.sub(v1.abs()).reinterpretAsInts().lanewise(VectorOperators.ASHR, SIGN_BIT);
            IntVector beyond2 = end.sub(v2.abs()).reinterpretAsInts().lanewise(VectorOperators.ASHR, SIGN_BIT);
            IntVector beyond3 = end.sub(v3.abs()).reinterpretAsInts().lanewise(VectorOperators.ASHR, SIGN_BIT);
            FloatVector.fromArray(FLOATS, products, j)
                    .add(q0.mul(q0))
                    .add(q1.mul(q1))
                    .add(q2.mul(q2))
                    .add(q3.mul(q3))
                    .intoArray(products, j);
            FloatVector.fromArray(FLOATS, squares, j)
                    .add(s0)
                    .add(s1)
                    .add(s2)
                    .add(s3)
                    .intoArray(squares, j);
            FloatVector.fromArray(FLOATS, greatest, j)
                    .reinterpretAsInts()
                    .max(e0.abs().reinterpretAsInts())
                    .max(e1.abs().reinterpretAsInts())
                    .max(e2.abs().reinterpretAsInts())
                    .max(e3.abs().reinterpretAsInts())
                    .reinterpretAsFloats()
                    .intoArray(greatest, j);
            FloatVector.fromArray(FLOATS, clipSquares, j)
                    .add(s0.reinterpretAsInts().and(beyond0).reinterpretAsFloats())
                    .add(s1.reinterpretAsInts().and(beyond1).reinterpretAsFloats())
                    .add(s2.reinterpretAsInts().and(beyond2).reinterpretAsFloats())
                    .add(s3.reinterpretAsInts().and(beyond3).reinterpretAsFloats())
                    .intoArray(clipSquares, j);
            FloatVector.fromArray(FLOATS, clipped, j)
                    .add(beyond0.and(one).reinterpretAsFloats())
                    .add(beyond1.and(one).reinterpretAsFloats())
                    .add(beyond2.and(one).reinterpretAsFloats())
                    .add(beyond3.and(one).reinterpretAsFloats())
                    .intoArray(clipped, j);
        }
    }
}
