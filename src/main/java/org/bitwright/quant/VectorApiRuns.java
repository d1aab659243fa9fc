package org.bitwright.quant;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * The loops over runs on the incubating Vector API: each value is read once, quantized, written, and its errors added to
 * sums in registers, so that all arithmetic hides behind the wait for memory. A run has 16 places, one vector of 512
 * bits; machines with shorter vectors go over it several times, so that sums do not depend on the machine.
 *
 * <p>The long methods have their reason: C2 stops inlining methods that are not the API's own after some number of
 * operations, and a vector that passes an uninlined call is allocated. It also has to see a vector's class: so what a
 * loop carried is added to what was just loaded, not stored. Comparisons are made with the bits of floats, since
 * this API's masks and its maximum of floats take several instructions: |e| orders like its bits, so do positive sums
 * before rounding (a negative one is a negative integer too), and the sign of x − end tells whether x lies beyond.
 */
final class VectorApiRuns {
    /** Places of a run. */
    static final int PLACES = 16;

    private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
    private static final VectorSpecies<Integer> INTS = IntVector.SPECIES_PREFERRED;
    private static final int LANES = FLOATS.length();
    private static final float ROUNDING = LaneLoops.ROUNDING;

    /** The bits of 1f. */
    private static final int ONE = 0x3f800000;

    private static final int SIGN_BIT = 31;

    private VectorApiRuns() {}

    /** @param n a multiple of {@link #PLACES}; for the others see {@link LaneLoops#run} */
    static void run(
            KernelPath path,
            GroupGrids grids,
            int offset,
            LaneSums sums,
            float[] x,
            int at,
            float[] into,
            int intoAt,
            int n) {
        switch (path) {
            case CLAMPED -> clamped(grids, offset, sums, x, at, into, intoAt, n);
            case FLOATS -> floats(grids, new FloatRounding(grids.kind()), offset, sums, x, at, into, intoAt, n);
            case TABLE ->
                VectorApiTableRuns.table(
                        grids, ((TableGrid) grids.kind()).table().bits(), offset, sums, x, at, into, intoAt, n);
            case SIGNS -> VectorApiSignRuns.run(grids, offset, sums, x, at, into, intoAt, n);
            case UNCLIPPED, SCALAR -> throw new IllegalArgumentException("no loop for this path");
        }
    }

    private static void clamped(
            GroupGrids grids, int offset, LaneSums sums, float[] x, int at, float[] into, int intoAt, int n) {
        int shift = grids.shift;
        IntVector one = IntVector.broadcast(INTS, ONE);
        float[] scales = grids.scale;
        float[] lowests = grids.lowest;
        float[] highests = grids.highest;
        float[] lowEnds = grids.lowEnd;
        float[] highEnds = grids.highEnd;
        for (int place = 0; place < PLACES; place += LANES) {
            IntVector greatest = IntVector.zero(INTS);
            FloatVector squares = FloatVector.zero(FLOATS);
            FloatVector products = FloatVector.zero(FLOATS);
            FloatVector clipSquares = FloatVector.zero(FLOATS);
            FloatVector clipped = FloatVector.zero(FLOATS);
            for (int i = place; i < n; i += PLACES) {
                FloatVector v = FloatVector.fromArray(FLOATS, x, at + i);
                int group = (offset + i) >> shift;
                FloatVector scale = FloatVector.broadcast(FLOATS, scales[group]);
                IntVector steps = v.div(scale)
                        .add(ROUNDING)
                        .reinterpretAsInts()
                        .max(FloatVector.broadcast(FLOATS, lowests[group]).reinterpretAsInts())
                        .min(FloatVector.broadcast(FLOATS, highests[group]).reinterpretAsInts());
                FloatVector q = steps.reinterpretAsFloats().sub(ROUNDING).mul(scale);
                q.intoArray(into, intoAt + i);
                FloatVector e = q.sub(v);
                FloatVector square = e.mul(e);
                squares = squares.add(square);
                products = products.add(q.mul(q));
                greatest = greatest.max(e.abs().reinterpretAsInts());
                FloatVector toLow = v.sub(FloatVector.broadcast(FLOATS, lowEnds[group]));
                FloatVector toHigh =
                        FloatVector.broadcast(FLOATS, highEnds[group]).sub(v);
                IntVector beyond = toLow.reinterpretAsInts()
                        .or(toHigh.reinterpretAsInts())
                        .lanewise(VectorOperators.ASHR, SIGN_BIT);
                clipSquares =
                        clipSquares.add(square.reinterpretAsInts().and(beyond).reinterpretAsFloats());
                clipped = clipped.add(beyond.and(one).reinterpretAsFloats());
            }
            FloatVector.fromArray(FLOATS, sums.greatest, place)
                    .reinterpretAsInts()
                    .max(greatest)
                    .reinterpretAsFloats()
                    .intoArray(sums.greatest, place);
            FloatVector.fromArray(FLOATS, sums.squares, place).add(squares).intoArray(sums.squares, place);
            FloatVector.fromArray(FLOATS, sums.products, place).add(products).intoArray(sums.products, place);
            FloatVector.fromArray(FLOATS, sums.clipSquares, place)
                    .add(clipSquares)
                    .intoArray(sums.clipSquares, place);
            FloatVector.fromArray(FLOATS, sums.clipped, place).add(clipped).intoArray(sums.clipped, place);
        }
    }

    private static void floats(
            GroupGrids grids,
            FloatRounding rounding,
            int offset,
            LaneSums sums,
            float[] x,
            int at,
            float[] into,
            int intoAt,
            int n) {
        int shift = grids.shift;
        IntVector one = IntVector.broadcast(INTS, ONE);
        float[] scales = grids.scale;
        float[] lowEnds = grids.lowEnd;
        float[] highEnds = grids.highEnd;
        IntVector mostBits = IntVector.broadcast(INTS, rounding.greatest);
        IntVector leastNormal = IntVector.broadcast(INTS, rounding.leastNormal);
        IntVector sign = IntVector.broadcast(INTS, FloatRounding.SIGN);
        IntVector magnitude = IntVector.broadcast(INTS, FloatRounding.MAGNITUDE);
        IntVector exponent = IntVector.broadcast(INTS, FloatRounding.EXPONENT);
        float factor = rounding.factor;
        for (int place = 0; place < PLACES; place += LANES) {
            IntVector greatest = IntVector.zero(INTS);
            FloatVector squares = FloatVector.zero(FLOATS);
            FloatVector products = FloatVector.zero(FLOATS);
            FloatVector clipSquares = FloatVector.zero(FLOATS);
            FloatVector clipped = FloatVector.zero(FLOATS);
            for (int i = place; i < n; i += PLACES) {
                FloatVector v = FloatVector.fromArray(FLOATS, x, at + i);
                int group = (offset + i) >> shift;
                FloatVector scale = FloatVector.broadcast(FLOATS, scales[group]);
                IntVector bits = v.div(scale).reinterpretAsInts();
                IntVector limited = bits.and(magnitude).min(mostBits);
                FloatVector shifted = limited.and(exponent)
                        .max(leastNormal)
                        .reinterpretAsFloats()
                        .mul(factor);
                IntVector rounded =
                        limited.reinterpretAsFloats().add(shifted).sub(shifted).reinterpretAsInts();
                FloatVector q = rounded.or(bits.and(sign)).reinterpretAsFloats().mul(scale);
                q.intoArray(into, intoAt + i);
                FloatVector e = q.sub(v);
                FloatVector square = e.mul(e);
                squares = squares.add(square);
                products = products.add(q.mul(q));
                greatest = greatest.max(e.abs().reinterpretAsInts());
                FloatVector toLow = v.sub(FloatVector.broadcast(FLOATS, lowEnds[group]));
                FloatVector toHigh =
                        FloatVector.broadcast(FLOATS, highEnds[group]).sub(v);
                IntVector beyond = toLow.reinterpretAsInts()
                        .or(toHigh.reinterpretAsInts())
                        .lanewise(VectorOperators.ASHR, SIGN_BIT);
                clipSquares =
                        clipSquares.add(square.reinterpretAsInts().and(beyond).reinterpretAsFloats());
                clipped = clipped.add(beyond.and(one).reinterpretAsFloats());
            }
            FloatVector.fromArray(FLOATS, sums.greatest, place)
                    .reinterpretAsInts()
                    .max(greatest)
                    .reinterpretAsFloats()
                    .intoArray(sums.greatest, place);
            FloatVector.fromArray(FLOATS, sums.squares, place).add(squares).intoArray(sums.squares, place);
            FloatVector.fromArray(FLOATS, sums.products, place).add(products).intoArray(sums.products, place);
            FloatVector.fromArray(FLOATS, sums.clipSquares, place)
                    .add(clipSquares)
                    .intoArray(sums.clipSquares, place);
            FloatVector.fromArray(FLOATS, sums.clipped, place).add(clipped).intoArray(sums.clipped, place);
        }
    }
}
