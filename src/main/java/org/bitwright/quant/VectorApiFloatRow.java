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
        for (; j < n; j++) {
            float v = x[at + j];
            float q = rounding.round(v / scales[j]) * scales[j];
            into[intoAt + j] = q;
            sums.addClamped(j, v, q, grids.clips(j, v));
        }
    }
}
