package org.bitwright.quant;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * The loop over runs with {@link SignGrids} on the incubating Vector API. Adding 0 makes 0 of −0, whose sign would count
 * else. All of these grids reach as far on either side. Why the method is so long is said at {@link VectorApiRuns}.
 */
final class VectorApiSignRuns {
    private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
    private static final VectorSpecies<Integer> INTS = IntVector.SPECIES_PREFERRED;
    private static final int LANES = FLOATS.length();
    private static final int PLACES = VectorApiRuns.PLACES;

    /** The bits of 1f. */
    private static final int ONE = 0x3f800000;

    private static final int SIGN_BIT = 31;

    private VectorApiSignRuns() {}

    static void run(GroupGrids grids, int offset, LaneSums sums, float[] x, int at, float[] into, int intoAt, int n) {
        int shift = grids.shift;
        IntVector one = IntVector.broadcast(INTS, ONE);
        IntVector signBit = IntVector.broadcast(INTS, FloatRounding.SIGN);
        float[] alphas = grids.scale;
        float[] thresholds = grids.lowest;
        float[] ends = grids.highEnd;
        for (int place = 0; place < PLACES; place += LANES) {
            IntVector greatest = IntVector.zero(INTS);
            FloatVector squares = FloatVector.zero(FLOATS);
            FloatVector products = FloatVector.zero(FLOATS);
            FloatVector clipSquares = FloatVector.zero(FLOATS);
            FloatVector clipped = FloatVector.zero(FLOATS);
            for (int i = place; i < n; i += PLACES) {
                FloatVector v = FloatVector.fromArray(FLOATS, x, at + i).add(0f);
                int group = (offset + i) >> shift;
                FloatVector magnitude = v.abs();
                FloatVector alpha = FloatVector.broadcast(FLOATS, alphas[group]);
                FloatVector q = FloatVector.broadcast(FLOATS, thresholds[group])
                        .sub(magnitude)
                        .reinterpretAsInts()
                        .lanewise(VectorOperators.ASHR, SIGN_BIT)
                        .and(v.reinterpretAsInts().and(signBit).or(alpha.reinterpretAsInts()))
                        .reinterpretAsFloats();
                q.intoArray(into, intoAt + i);
                FloatVector e = q.sub(v);
                FloatVector square = e.mul(e);
                squares = squares.add(square);
                products = products.add(q.mul(q));
                greatest = greatest.max(e.abs().reinterpretAsInts());
                IntVector beyond = FloatVector.broadcast(FLOATS, ends[group])
                        .sub(magnitude)
                        .reinterpretAsInts()
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
