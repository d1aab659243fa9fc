package org.bitwright.quant;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** The loop over a row of columns with floating-point grids on the incubating Vector API. Why they are so long is said at {@link VectorApiRuns}. */
final class VectorApiFloatRow {
    private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
    private static final VectorSpecies<Integer> INTS = IntVector.SPECIES_PREFERRED;
    private static final int LANES = FLOATS.length();

    /** The bits of 1f. */
    private static final int ONE = 0x3f800000;

    private static final int SIGN_BIT = 31;

    private VectorApiFloatRow() {}

    static void floats(
            LaneGrids grids,
            FloatRounding rounding,
            LaneSums sums,
            float[] x,
            int at,
            float[] into,
            int intoAt,
            int n) {
        IntVector one = IntVector.broadcast(INTS, ONE);
        IntVector mostBits = IntVector.broadcast(INTS, rounding.greatest);
        IntVector leastNormal = IntVector.broadcast(INTS, rounding.leastNormal);
        IntVector sign = IntVector.broadcast(INTS, FloatRounding.SIGN);
        IntVector magnitude = IntVector.broadcast(INTS, FloatRounding.MAGNITUDE);
        IntVector exponent = IntVector.broadcast(INTS, FloatRounding.EXPONENT);
        float[] scales = grids.scale;
        float[] lowEnds = grids.lowEnd;
        float[] highEnds = grids.highEnd;
        float[] squares = sums.squares;
        float[] products = sums.products;
        float[] greatest = sums.greatest;
        float[] clipSquares = sums.clipSquares;
        float[] clipped = sums.clipped;
        int j = 0;
        for (; j <= n - LANES; j += LANES) {
            FloatVector v = FloatVector.fromArray(FLOATS, x, at + j);
            FloatVector scale = FloatVector.fromArray(FLOATS, scales, j);
            IntVector bits = v.div(scale).reinterpretAsInts();
            IntVector limited = bits.and(magnitude).min(mostBits);
            FloatVector shifted =
                    limited.and(exponent).max(leastNormal).reinterpretAsFloats().mul(rounding.factor);
            IntVector rounded =
                    limited.reinterpretAsFloats().add(shifted).sub(shifted).reinterpretAsInts();
            FloatVector q = rounded.or(bits.and(sign)).reinterpretAsFloats().mul(scale);
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
            FloatVector toLow = v.sub(FloatVector.fromArray(FLOATS, lowEnds, j));
            FloatVector toHigh = FloatVector.fromArray(FLOATS, highEnds, j).sub(v);
            IntVector beyond =
                    toLow.reinterpretAsInts().or(toHigh.reinterpretAsInts()).lanewise(VectorOperators.ASHR, SIGN_BIT);
            FloatVector.fromArray(FLOATS, clipSquares, j)
                    .add(square.reinterpretAsInts().and(beyond).reinterpretAsFloats())
                    .intoArray(clipSquares, j);
            FloatVector.fromArray(FLOATS, clipped, j)
                    .add(beyond.and(one).reinterpretAsFloats())
                    .intoArray(clipped, j);
        }
        rest(grids, rounding, sums, x, at, into, intoAt, j, n);
    }

    /** The last values of a row, fewer than a vector. */
    static void rest(
            LaneGrids grids,
            FloatRounding rounding,
            LaneSums sums,
            float[] x,
            int at,
            float[] into,
            int intoAt,
            int from,
            int n) {
        for (int j = from; j < n; j++) {
            float v = x[at + j];
            float q = rounding.round(v / grids.scale[j]) * grids.scale[j];
            into[intoAt + j] = q;
            sums.addClamped(j, v, q, grids.clips(j, v));
        }
    }

    /** The same for four rows that lie {@code stride} apart; leaves out what fills no vector. */
    static void fourRows(
            LaneGrids grids,
            FloatRounding rounding,
            LaneSums sums,
            float[] x,
            int at,
            int stride,
            float[] into,
            int intoAt,
            int intoStride,
            int n) {
        IntVector one = IntVector.broadcast(INTS, ONE);
        IntVector mostBits = IntVector.broadcast(INTS, rounding.greatest);
        IntVector leastNormal = IntVector.broadcast(INTS, rounding.leastNormal);
        IntVector sign = IntVector.broadcast(INTS, FloatRounding.SIGN);
        IntVector magnitude = IntVector.broadcast(INTS, FloatRounding.MAGNITUDE);
        IntVector exponent = IntVector.broadcast(INTS, FloatRounding.EXPONENT);
        float factor = rounding.factor;
        float[] scales = grids.scale;
        float[] lowEnds = grids.lowEnd;
        float[] highEnds = grids.highEnd;
        float[] squares = sums.squares;
        float[] products = sums.products;
        float[] greatest = sums.greatest;
        float[] clipSquares = sums.clipSquares;
        float[] clipped = sums.clipped;
        for (int j = 0; j <= n - LANES; j += LANES) {
            FloatVector scale = FloatVector.fromArray(FLOATS, scales, j);
            FloatVector lowEnd = FloatVector.fromArray(FLOATS, lowEnds, j);
            FloatVector highEnd = FloatVector.fromArray(FLOATS, highEnds, j);
            FloatVector v0 = FloatVector.fromArray(FLOATS, x, at + j);
            FloatVector v1 = FloatVector.fromArray(FLOATS, x, at + j + stride);
            FloatVector v2 = FloatVector.fromArray(FLOATS, x, at + j + 2 * stride);
            FloatVector v3 = FloatVector.fromArray(FLOATS, x, at + j + 3 * stride);
            IntVector bits0 = v0.div(scale).reinterpretAsInts();
            IntVector limited0 = bits0.and(magnitude).min(mostBits);
            FloatVector shifted0 = limited0.and(exponent)
                    .max(leastNormal)
                    .reinterpretAsFloats()
                    .mul(factor);
            FloatVector q0 = limited0.reinterpretAsFloats()
                    .add(shifted0)
                    .sub(shifted0)
                    .reinterpretAsInts()
                    .or(bits0.and(sign))
                    .reinterpretAsFloats()
                    .mul(scale);
            q0.intoArray(into, intoAt + j);
            IntVector bits1 = v1.div(scale).reinterpretAsInts();
            IntVector limited1 = bits1.and(magnitude).min(mostBits);
            FloatVector shifted1 = limited1.and(exponent)
                    .max(leastNormal)
                    .reinterpretAsFloats()
                    .mul(factor);
            FloatVector q1 = limited1.reinterpretAsFloats()
                    .add(shifted1)
                    .sub(shifted1)
                    .reinterpretAsInts()
                    .or(bits1.and(sign))
                    .reinterpretAsFloats()
                    .mul(scale);
            q1.intoArray(into, intoAt + j + intoStride);
            IntVector bits2 = v2.div(scale).reinterpretAsInts();
            IntVector limited2 = bits2.and(magnitude).min(mostBits);
            FloatVector shifted2 = limited2.and(exponent)
                    .max(leastNormal)
                    .reinterpretAsFloats()
                    .mul(factor);
            FloatVector q2 = limited2.reinterpretAsFloats()
                    .add(shifted2)
                    .sub(shifted2)
                    .reinterpretAsInts()
                    .or(bits2.and(sign))
                    .reinterpretAsFloats()
                    .mul(scale);
            q2.intoArray(into, intoAt + j + 2 * intoStride);
            IntVector bits3 = v3.div(scale).reinterpretAsInts();
            IntVector limited3 = bits3.and(magnitude).min(mostBits);
            FloatVector shifted3 = limited3.and(exponent)
                    .max(leastNormal)
                    .reinterpretAsFloats()
                    .mul(factor);
            FloatVector q3 = limited3.reinterpretAsFloats()
                    .add(shifted3)
                    .sub(shifted3)
                    .reinterpretAsInts()
                    .or(bits3.and(sign))
                    .reinterpretAsFloats()
                    .mul(scale);
            q3.intoArray(into, intoAt + j + 3 * intoStride);
            FloatVector e0 = q0.sub(v0);
            FloatVector e1 = q1.sub(v1);
            FloatVector e2 = q2.sub(v2);
            FloatVector e3 = q3.sub(v3);
            FloatVector s0 = e0.mul(e0);
            FloatVector s1 = e1.mul(e1);
            FloatVector s2 = e2.mul(e2);
            FloatVector s3 = e3.mul(e3);
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
