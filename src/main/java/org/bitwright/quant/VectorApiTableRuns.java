package org.bitwright.quant;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** The loops over runs with tables of levels on the incubating Vector API. Why they are so long is said at {@link VectorApiRuns}. */
final class VectorApiTableRuns {
    private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
    private static final VectorSpecies<Integer> INTS = IntVector.SPECIES_PREFERRED;
    private static final int LANES = FLOATS.length();
    private static final int PLACES = VectorApiRuns.PLACES;

    /** The bits of 1f. */
    private static final int ONE = 0x3f800000;

    private static final int SIGN_BIT = 31;

    private VectorApiTableRuns() {}

    static void table(
            GroupGrids grids,
            LevelTable.Bits table,
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
        float[] borders = table.borders();
        int[] changes = table.changes();
        int lowest = table.lowest();
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
                FloatVector y = v.div(scale);
                IntVector level = IntVector.broadcast(INTS, lowest);
                for (int border = 0; border < borders.length; border++) {
                    IntVector isAbove = FloatVector.broadcast(FLOATS, borders[border])
                            .sub(y)
                            .reinterpretAsInts()
                            .lanewise(VectorOperators.ASHR, SIGN_BIT);
                    IntVector change = IntVector.broadcast(INTS, changes[border]);
                    level = level.lanewise(VectorOperators.XOR, isAbove.and(change));
                }
                FloatVector q = level.reinterpretAsFloats().mul(scale);
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

    /** Adds up the errors of values that are quantized already. */
    static void rounded(
            GroupGrids grids, int offset, LaneSums sums, float[] x, int at, float[] into, int intoAt, int n) {
        int shift = grids.shift;
        IntVector one = IntVector.broadcast(INTS, ONE);
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
                FloatVector q = FloatVector.fromArray(FLOATS, into, intoAt + i);
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
