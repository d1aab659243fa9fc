package org.bitwright.quant;

import static org.bitwright.quant.LaneLoops.ROUNDING;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** The loops over rows of columns on the incubating Vector API. Why they are so long is said at {@link VectorApiRuns}. */
final class VectorApiRows {
    private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
    private static final VectorSpecies<Integer> INTS = IntVector.SPECIES_PREFERRED;
    private static final int LANES = FLOATS.length();

    /** The bits of 1f. */
    private static final int ONE = 0x3f800000;

    private static final int SIGN_BIT = 31;

    private VectorApiRows() {}

    /** The last values of a row, fewer than a vector. */
    static void rest(
            KernelPath path,
            LaneGrids grids,
            LaneSums sums,
            float[] x,
            int at,
            float[] into,
            int intoAt,
            int from,
            int n) {
        for (int j = from; j < n; j++) {
            float v = x[at + j];
            float scale = grids.scale[j];
            if (path == KernelPath.FLOATS) {
                float q = new FloatRounding(grids.grid(0)).round(v / scale) * scale;
                into[intoAt + j] = q;
                sums.addClamped(j, v, q, grids.clips(j, v));
                continue;
            }
            float steps = v / scale + ROUNDING;
            if (path == KernelPath.UNCLIPPED) {
                float q = (steps - ROUNDING) * scale;
                into[intoAt + j] = q;
                sums.add(j, v, q);
            } else {
                float q = (Math.min(Math.max(steps, grids.lowest[j]), grids.highest[j]) - ROUNDING) * scale;
                into[intoAt + j] = q;
                sums.addClamped(j, v, q, grids.clips(j, v));
            }
        }
    }

    static void unclipped(LaneGrids grids, LaneSums sums, float[] x, int at, float[] into, int intoAt, int n) {
        float[] scales = grids.scale;
        float[] squares = sums.squares;
        float[] products = sums.products;
        float[] greatest = sums.greatest;
        int j = 0;
        for (; j <= n - LANES; j += LANES) {
            FloatVector v = FloatVector.fromArray(FLOATS, x, at + j);
            FloatVector scale = FloatVector.fromArray(FLOATS, scales, j);
            FloatVector q = v.div(scale).add(ROUNDING).sub(ROUNDING).mul(scale);
            q.intoArray(into, intoAt + j);
            FloatVector e = q.sub(v);
            FloatVector.fromArray(FLOATS, products, j).add(v.mul(e)).intoArray(products, j);
            FloatVector.fromArray(FLOATS, greatest, j)
                    .reinterpretAsInts()
                    .max(e.abs().reinterpretAsInts())
                    .reinterpretAsFloats()
                    .intoArray(greatest, j);
            FloatVector.fromArray(FLOATS, squares, j).add(e.mul(e)).intoArray(squares, j);
        }
        rest(KernelPath.UNCLIPPED, grids, sums, x, at, into, intoAt, j, n);
    }

    /** All rows are read before one is written: places one row apart may look alike to the store queue. */
    static void unclippedRows(
            LaneGrids grids,
            LaneSums sums,
            float[] x,
            int at,
            int stride,
            float[] into,
            int intoAt,
            int intoStride,
            int n) {
        float[] scales = grids.scale;
        float[] squares = sums.squares;
        float[] products = sums.products;
        float[] greatest = sums.greatest;
        for (int j = 0; j < n; j += LANES) {
            FloatVector v0 = FloatVector.fromArray(FLOATS, x, at + j);
            FloatVector v1 = FloatVector.fromArray(FLOATS, x, at + j + stride);
            FloatVector v2 = FloatVector.fromArray(FLOATS, x, at + j + 2 * stride);
            FloatVector v3 = FloatVector.fromArray(FLOATS, x, at + j + 3 * stride);
            FloatVector v4 = FloatVector.fromArray(FLOATS, x, at + j + 4 * stride);
            FloatVector v5 = FloatVector.fromArray(FLOATS, x, at + j + 5 * stride);
            FloatVector v6 = FloatVector.fromArray(FLOATS, x, at + j + 6 * stride);
            FloatVector v7 = FloatVector.fromArray(FLOATS, x, at + j + 7 * stride);
            FloatVector scale = FloatVector.fromArray(FLOATS, scales, j);
            FloatVector q0 = v0.div(scale).add(ROUNDING).sub(ROUNDING).mul(scale);
            FloatVector q1 = v1.div(scale).add(ROUNDING).sub(ROUNDING).mul(scale);
            FloatVector q2 = v2.div(scale).add(ROUNDING).sub(ROUNDING).mul(scale);
            FloatVector q3 = v3.div(scale).add(ROUNDING).sub(ROUNDING).mul(scale);
            FloatVector q4 = v4.div(scale).add(ROUNDING).sub(ROUNDING).mul(scale);
            FloatVector q5 = v5.div(scale).add(ROUNDING).sub(ROUNDING).mul(scale);
            FloatVector q6 = v6.div(scale).add(ROUNDING).sub(ROUNDING).mul(scale);
            FloatVector q7 = v7.div(scale).add(ROUNDING).sub(ROUNDING).mul(scale);
            q0.intoArray(into, intoAt + j);
            q1.intoArray(into, intoAt + j + intoStride);
            q2.intoArray(into, intoAt + j + 2 * intoStride);
            q3.intoArray(into, intoAt + j + 3 * intoStride);
            q4.intoArray(into, intoAt + j + 4 * intoStride);
            q5.intoArray(into, intoAt + j + 5 * intoStride);
            q6.intoArray(into, intoAt + j + 6 * intoStride);
            q7.intoArray(into, intoAt + j + 7 * intoStride);
            FloatVector e0 = q0.sub(v0);
            FloatVector e1 = q1.sub(v1);
            FloatVector e2 = q2.sub(v2);
            FloatVector e3 = q3.sub(v3);
            FloatVector e4 = q4.sub(v4);
            FloatVector e5 = q5.sub(v5);
            FloatVector e6 = q6.sub(v6);
            FloatVector e7 = q7.sub(v7);
            FloatVector.fromArray(FLOATS, products, j)
                    .add(v0.mul(e0))
                    .add(v1.mul(e1))
                    .add(v2.mul(e2))
                    .add(v3.mul(e3))
                    .add(v4.mul(e4))
                    .add(v5.mul(e5))
                    .add(v6.mul(e6))
                    .add(v7.mul(e7))
                    .intoArray(products, j);
            FloatVector.fromArray(FLOATS, greatest, j)
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
                    .intoArray(greatest, j);
            FloatVector.fromArray(FLOATS, squares, j)
                    .add(e0.mul(e0))
                    .add(e1.mul(e1))
                    .add(e2.mul(e2))
                    .add(e3.mul(e3))
                    .add(e4.mul(e4))
                    .add(e5.mul(e5))
                    .add(e6.mul(e6))
                    .add(e7.mul(e7))
                    .intoArray(squares, j);
        }
    }

    static void clamped(LaneGrids grids, LaneSums sums, float[] x, int at, float[] into, int intoAt, int n) {
        float[] scales = grids.scale;
        float[] squares = sums.squares;
        float[] products = sums.products;
        float[] greatest = sums.greatest;
        float[] lowest = grids.lowest;
        float[] highest = grids.highest;
        float[] lowEnds = grids.lowEnd;
        float[] highEnds = grids.highEnd;
        float[] clipSquares = sums.clipSquares;
        float[] clipped = sums.clipped;
        IntVector one = IntVector.broadcast(INTS, ONE);
        int j = 0;
        for (; j <= n - LANES; j += LANES) {
            FloatVector v = FloatVector.fromArray(FLOATS, x, at + j);
            FloatVector scale = FloatVector.fromArray(FLOATS, scales, j);
            IntVector low = FloatVector.fromArray(FLOATS, lowest, j).reinterpretAsInts();
            IntVector high = FloatVector.fromArray(FLOATS, highest, j).reinterpretAsInts();
            FloatVector lowEnd = FloatVector.fromArray(FLOATS, lowEnds, j);
            FloatVector highEnd = FloatVector.fromArray(FLOATS, highEnds, j);
            IntVector steps =
                    v.div(scale).add(ROUNDING).reinterpretAsInts().max(low).min(high);
            FloatVector q = steps.reinterpretAsFloats().sub(ROUNDING).mul(scale);
            q.intoArray(into, intoAt + j);
            FloatVector e = q.sub(v);
            FloatVector.fromArray(FLOATS, products, j).add(q.mul(q)).intoArray(products, j);
            FloatVector.fromArray(FLOATS, greatest, j)
                    .reinterpretAsInts()
                    .max(e.abs().reinterpretAsInts())
                    .reinterpretAsFloats()
                    .intoArray(greatest, j);
            FloatVector s = e.mul(e);
            FloatVector.fromArray(FLOATS, squares, j).add(s).intoArray(squares, j);
            IntVector beyond = v.sub(lowEnd)
                    .reinterpretAsInts()
                    .or(highEnd.sub(v).reinterpretAsInts())
                    .lanewise(VectorOperators.ASHR, SIGN_BIT);
            FloatVector.fromArray(FLOATS, clipSquares, j)
                    .add(s.reinterpretAsInts().and(beyond).reinterpretAsFloats())
                    .intoArray(clipSquares, j);
            FloatVector.fromArray(FLOATS, clipped, j)
                    .add(beyond.and(one).reinterpretAsFloats())
                    .intoArray(clipped, j);
        }
        rest(KernelPath.CLAMPED, grids, sums, x, at, into, intoAt, j, n);
    }

    static void clampedRows(
            LaneGrids grids,
            LaneSums sums,
            float[] x,
            int at,
            int stride,
            float[] into,
            int intoAt,
            int intoStride,
            int n) {
        float[] scales = grids.scale;
        float[] squares = sums.squares;
        float[] products = sums.products;
        float[] greatest = sums.greatest;
        float[] lowest = grids.lowest;
        float[] highest = grids.highest;
        float[] lowEnds = grids.lowEnd;
        float[] highEnds = grids.highEnd;
        float[] clipSquares = sums.clipSquares;
        float[] clipped = sums.clipped;
        IntVector one = IntVector.broadcast(INTS, ONE);
        for (int j = 0; j < n; j += LANES) {
            FloatVector v0 = FloatVector.fromArray(FLOATS, x, at + j);
            FloatVector v1 = FloatVector.fromArray(FLOATS, x, at + j + stride);
            FloatVector v2 = FloatVector.fromArray(FLOATS, x, at + j + 2 * stride);
            FloatVector v3 = FloatVector.fromArray(FLOATS, x, at + j + 3 * stride);
            FloatVector scale = FloatVector.fromArray(FLOATS, scales, j);
            IntVector low = FloatVector.fromArray(FLOATS, lowest, j).reinterpretAsInts();
            IntVector high = FloatVector.fromArray(FLOATS, highest, j).reinterpretAsInts();
            FloatVector lowEnd = FloatVector.fromArray(FLOATS, lowEnds, j);
            FloatVector highEnd = FloatVector.fromArray(FLOATS, highEnds, j);
            IntVector steps0 =
                    v0.div(scale).add(ROUNDING).reinterpretAsInts().max(low).min(high);
            FloatVector q0 = steps0.reinterpretAsFloats().sub(ROUNDING).mul(scale);
            IntVector steps1 =
                    v1.div(scale).add(ROUNDING).reinterpretAsInts().max(low).min(high);
            FloatVector q1 = steps1.reinterpretAsFloats().sub(ROUNDING).mul(scale);
            IntVector steps2 =
                    v2.div(scale).add(ROUNDING).reinterpretAsInts().max(low).min(high);
            FloatVector q2 = steps2.reinterpretAsFloats().sub(ROUNDING).mul(scale);
            IntVector steps3 =
                    v3.div(scale).add(ROUNDING).reinterpretAsInts().max(low).min(high);
            FloatVector q3 = steps3.reinterpretAsFloats().sub(ROUNDING).mul(scale);
            q0.intoArray(into, intoAt + j);
            q1.intoArray(into, intoAt + j + intoStride);
            q2.intoArray(into, intoAt + j + 2 * intoStride);
            q3.intoArray(into, intoAt + j + 3 * intoStride);
            FloatVector e0 = q0.sub(v0);
            FloatVector e1 = q1.sub(v1);
            FloatVector e2 = q2.sub(v2);
            FloatVector e3 = q3.sub(v3);
            FloatVector.fromArray(FLOATS, products, j)
                    .add(q0.mul(q0))
                    .add(q1.mul(q1))
                    .add(q2.mul(q2))
                    .add(q3.mul(q3))
                    .intoArray(products, j);
            FloatVector.fromArray(FLOATS, greatest, j)
                    .reinterpretAsInts()
                    .max(e0.abs().reinterpretAsInts())
                    .max(e1.abs().reinterpretAsInts())
                    .max(e2.abs().reinterpretAsInts())
                    .max(e3.abs().reinterpretAsInts())
                    .reinterpretAsFloats()
                    .intoArray(greatest, j);
            FloatVector s0 = e0.mul(e0);
            FloatVector s1 = e1.mul(e1);
            FloatVector s2 = e2.mul(e2);
            FloatVector s3 = e3.mul(e3);
            FloatVector.fromArray(FLOATS, squares, j)
                    .add(s0)
                    .add(s1)
                    .add(s2)
                    .add(s3)
                    .intoArray(squares, j);
            IntVector beyond0 = v0.sub(lowEnd)
                    .reinterpretAsInts()
                    .or(highEnd.sub(v0).reinterpretAsInts())
                    .lanewise(VectorOperators.ASHR, SIGN_BIT);
            IntVector beyond1 = v1.sub(lowEnd)
                    .reinterpretAsInts()
                    .or(highEnd.sub(v1).reinterpretAsInts())
                    .lanewise(VectorOperators.ASHR, SIGN_BIT);
            IntVector beyond2 = v2.sub(lowEnd)
                    .reinterpretAsInts()
                    .or(highEnd.sub(v2).reinterpretAsInts())
                    .lanewise(VectorOperators.ASHR, SIGN_BIT);
            IntVector beyond3 = v3.sub(lowEnd)
                    .reinterpretAsInts()
                    .or(highEnd.sub(v3).reinterpretAsInts())
                    .lanewise(VectorOperators.ASHR, SIGN_BIT);
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
