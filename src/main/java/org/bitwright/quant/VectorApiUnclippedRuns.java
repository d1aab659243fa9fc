package org.bitwright.quant;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The loop over long runs of one uniform grid without clipped values on the incubating Vector API. Sums of a part are
 * single, those of parts double, and little is done between parts, so that the processor can read ahead into the next.
 * Why the method is long is said at {@link VectorApiRuns}.
 */
final class VectorApiUnclippedRuns {
    private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
    private static final VectorSpecies<Integer> INTS = IntVector.SPECIES_PREFERRED;
    private static final int LANES = FLOATS.length();
    private static final int PLACES = VectorApiRuns.PLACES;
    private static final int PART = LaneLoops.PART;
    private static final float ROUNDING = LaneLoops.ROUNDING;

    private final RunSums parts = new RunSums();

    /**
     * As {@link LaneLoops#longRun}.
     *
     * @param n a multiple of {@link VectorApiRuns#PLACES}
     */
    void quantize(
            GroupGrids grid,
            LaneSums lanes,
            ErrorSums sums,
            int run,
            float[] x,
            int at,
            float[] into,
            boolean keeps,
            int n) {
        for (int i = 0; i < n; i += PART) {
            part(grid.scale[0], lanes, x, at + i, into, keeps ? at + i : 0, Math.min(PART, n - i));
            parts.take(lanes);
        }
        parts.drainTo(sums, run);
        lanes.drainGreatest(sums, run);
    }

    private static void part(float step, LaneSums lanes, float[] x, int at, float[] into, int intoAt, int n) {
        FloatVector scale = FloatVector.broadcast(FLOATS, step);
        for (int place = 0; place < PLACES; place += LANES) {
            IntVector greatest = IntVector.zero(INTS);
            FloatVector squares = FloatVector.zero(FLOATS);
            FloatVector products = FloatVector.zero(FLOATS);
            for (int i = place; i < n; i += PLACES) {
                FloatVector v = FloatVector.fromArray(FLOATS, x, at + i);
                FloatVector q = v.div(scale).add(ROUNDING).sub(ROUNDING).mul(scale);
                q.intoArray(into, intoAt + i);
                FloatVector e = q.sub(v);
                FloatVector square = e.mul(e);
                squares = squares.add(square);
                products = products.add(v.mul(e));
                greatest = greatest.max(e.abs().reinterpretAsInts());
            }
            FloatVector.fromArray(FLOATS, lanes.greatest, place)
                    .reinterpretAsInts()
                    .max(greatest)
                    .reinterpretAsFloats()
                    .intoArray(lanes.greatest, place);
            FloatVector.fromArray(FLOATS, lanes.squares, place).add(squares).intoArray(lanes.squares, place);
            FloatVector.fromArray(FLOATS, lanes.products, place).add(products).intoArray(lanes.products, place);
        }
    }
}
