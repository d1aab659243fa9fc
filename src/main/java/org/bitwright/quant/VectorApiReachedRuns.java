package org.bitwright.quant;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * The loop over runs of uniform grids that differ in their scales only, where no value is clipped: as minmax leaves it.
 * Four of five numbers a group and most of the accounting for clipped values drop out. Why the method is long is said in
 * {@link VectorApiRuns}, whose loop with clamping adds the same numbers in the same order.
 */
final class VectorApiReachedRuns {
    private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
    private static final VectorSpecies<Integer> INTS = IntVector.SPECIES_PREFERRED;
    private static final int LANES = FLOATS.length();
    private static final int PLACES = VectorApiRuns.PLACES;
    private static final float ROUNDING = LaneLoops.ROUNDING;

    private VectorApiReachedRuns() {}

    /**
     * Quantizes, and adds up the errors; where a value may be clipped, {@code sums} are cleared again.
     *
     * <p>Clipped values are told by their steps y = fl(x / s). Let h be the greatest number of steps. Clipped is what
     * exceeds fl(H + 2^−22 H), H = fl(h s), so x &gt; H (1 + 2^−22), and x / s &gt; h (1 + 2^−22)(1 − 2^−24) plus what
     * x, a float32 number, exceeds it by: more than h + 1.5 units in the last place of h, which rounds to at least
     * two units. So only y beyond the float32 number that follows h can be a clipped one. The greatest value of minmax
     * comes to lie one unit beyond h at most.
     *
     * @param grids with {@link GroupGrids#isAlikeButForScales}
     * @param sums of no values yet
     * @return whether no value is clipped
     */
    static boolean quantize(
            GroupGrids grids, int offset, LaneSums sums, float[] x, int at, float[] into, int intoAt, int n) {
        int shift = grids.shift;
        float[] scales = grids.scale;
        IntVector lowest = FloatVector.broadcast(FLOATS, grids.lowest[0]).reinterpretAsInts();
        IntVector highest = FloatVector.broadcast(FLOATS, grids.highest[0]).reinterpretAsInts();
        FloatVector low = FloatVector.broadcast(FLOATS, Math.nextDown(grids.lowest[0] - ROUNDING));
        FloatVector high = FloatVector.broadcast(FLOATS, Math.nextUp(grids.highest[0] - ROUNDING));
        int beyond = 0;
        for (int place = 0; place < PLACES; place += LANES) {
            IntVector greatest = IntVector.zero(INTS);
            IntVector signs = IntVector.zero(INTS);
            FloatVector squares = FloatVector.zero(FLOATS);
            FloatVector products = FloatVector.zero(FLOATS);
            for (int i = place; i < n; i += PLACES) {
                FloatVector v = FloatVector.fromArray(FLOATS, x, at + i);
                FloatVector scale = FloatVector.broadcast(FLOATS, scales[(offset + i) >> shift]);
                FloatVector y = v.div(scale);
                IntVector steps =
                        y.add(ROUNDING).reinterpretAsInts().max(lowest).min(highest);
                FloatVector q = steps.reinterpretAsFloats().sub(ROUNDING).mul(scale);
                q.intoArray(into, intoAt + i);
                FloatVector e = q.sub(v);
                FloatVector square = e.mul(e);
                squares = squares.add(square);
                products = products.add(q.mul(q));
                greatest = greatest.max(e.abs().reinterpretAsInts());
                signs = signs.or(y.sub(low).reinterpretAsInts()).or(high.sub(y).reinterpretAsInts());
            }
            beyond |= signs.reduceLanes(VectorOperators.OR);
            FloatVector.fromArray(FLOATS, sums.greatest, place)
                    .reinterpretAsInts()
                    .max(greatest)
                    .reinterpretAsFloats()
                    .intoArray(sums.greatest, place);
            FloatVector.fromArray(FLOATS, sums.squares, place).add(squares).intoArray(sums.squares, place);
            FloatVector.fromArray(FLOATS, sums.products, place).add(products).intoArray(sums.products, place);
        }
        if (beyond < 0) {
            sums.clear();
        }
        return beyond >= 0;
    }
}
