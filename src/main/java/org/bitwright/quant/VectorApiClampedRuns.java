package org.bitwright.quant;

import static org.bitwright.quant.LaneLoops.ROUNDING;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * The loop over long runs of one uniform grid with clipped values on the incubating Vector API. Clipped values are few:
 * where four vectors hold any is noted down in passing, and those alone are looked at again. The others would add nothing.
 * Otherwise as {@link VectorApiUnclippedRuns}.
 */
final class VectorApiClampedRuns {
    private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
    private static final VectorSpecies<Integer> INTS = IntVector.SPECIES_PREFERRED;
    private static final int LANES = FLOATS.length();
    private static final int PLACES = VectorApiRuns.PLACES;
    private static final int PART = LaneLoops.PART;

    /** Values of a turn. */
    static final int TURN = 4 * PLACES;

    /** The bits of 1f. */
    private static final int ONE = 0x3f800000;

    private static final int SIGN_BIT = 31;

    private final RunSums parts = new RunSums();

    /** Where turns with clipped values start. */
    private final int[] hits = new int[PART / TURN * (PLACES / LANES)];

    /**
     * As {@link LaneLoops#longRun}.
     *
     * @param lanes of {@link VectorApiRuns#PLACES} places, all 0 before and after
     * @param n a multiple of {@link #TURN}
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
            int intoAt = keeps ? at + i : 0;
            int count = part(grid, lanes, x, at + i, into, intoAt, Math.min(PART, n - i), hits);
            parts.take(lanes);
            if (count > 0) {
                addClips(grid, lanes, hits, count, x, at + i, into, intoAt);
                lanes.drainTo(sums, run, KernelPath.CLAMPED);
            }
        }
        parts.drainTo(sums, run);
        lanes.drainGreatest(sums, run);
    }

    /** How many turns have clipped values. */
    private static int part(
            GroupGrids grids, LaneSums lanes, float[] x, int at, float[] into, int intoAt, int n, int[] hits) {
        FloatVector scale = FloatVector.broadcast(FLOATS, grids.scale[0]);
        IntVector low = FloatVector.broadcast(FLOATS, grids.lowest[0]).reinterpretAsInts();
        IntVector high = FloatVector.broadcast(FLOATS, grids.highest[0]).reinterpretAsInts();
        FloatVector lowEnd = FloatVector.broadcast(FLOATS, grids.lowEnd[0]);
        FloatVector highEnd = FloatVector.broadcast(FLOATS, grids.highEnd[0]);
        int count = 0;
        for (int place = 0; place < PLACES; place += LANES) {
            IntVector greatest = IntVector.zero(INTS);
            FloatVector squares = FloatVector.zero(FLOATS);
            FloatVector products = FloatVector.zero(FLOATS);
            for (int i = place; i < n; i += TURN) {
                FloatVector v0 = FloatVector.fromArray(FLOATS, x, at + i);
                FloatVector v1 = FloatVector.fromArray(FLOATS, x, at + i + PLACES);
                FloatVector v2 = FloatVector.fromArray(FLOATS, x, at + i + 2 * PLACES);
                FloatVector v3 = FloatVector.fromArray(FLOATS, x, at + i + 3 * PLACES);
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
                q0.intoArray(into, intoAt + i);
                q1.intoArray(into, intoAt + i + PLACES);
                q2.intoArray(into, intoAt + i + 2 * PLACES);
                q3.intoArray(into, intoAt + i + 3 * PLACES);
                FloatVector e0 = q0.sub(v0);
                FloatVector e1 = q1.sub(v1);
                FloatVector e2 = q2.sub(v2);
                FloatVector e3 = q3.sub(v3);
                FloatVector s0 = e0.mul(e0);
                FloatVector s1 = e1.mul(e1);
                FloatVector s2 = e2.mul(e2);
                FloatVector s3 = e3.mul(e3);
                squares = squares.add(s0).add(s1).add(s2).add(s3);
                products =
                        products.add(q0.mul(q0)).add(q1.mul(q1)).add(q2.mul(q2)).add(q3.mul(q3));
                greatest = greatest.max(e0.abs().reinterpretAsInts())
                        .max(e1.abs().reinterpretAsInts())
                        .max(e2.abs().reinterpretAsInts())
                        .max(e3.abs().reinterpretAsInts());
                IntVector signs = v0.sub(lowEnd)
                        .reinterpretAsInts()
                        .or(highEnd.sub(v0).reinterpretAsInts())
                        .or(v1.sub(lowEnd).reinterpretAsInts())
                        .or(highEnd.sub(v1).reinterpretAsInts())
                        .or(v2.sub(lowEnd).reinterpretAsInts())
                        .or(highEnd.sub(v2).reinterpretAsInts())
                        .or(v3.sub(lowEnd).reinterpretAsInts())
                        .or(highEnd.sub(v3).reinterpretAsInts());
                if (signs.reduceLanes(VectorOperators.OR) < 0) {
                    hits[count++] = i;
                }
            }
            FloatVector.fromArray(FLOATS, lanes.greatest, place)
                    .reinterpretAsInts()
                    .max(greatest)
                    .reinterpretAsFloats()
                    .intoArray(lanes.greatest, place);
            FloatVector.fromArray(FLOATS, lanes.squares, place).add(squares).intoArray(lanes.squares, place);
            FloatVector.fromArray(FLOATS, lanes.products, place).add(products).intoArray(lanes.products, place);
        }
        return count;
    }

    private static void addClips(
            GroupGrids grids, LaneSums lanes, int[] hits, int count, float[] x, int at, float[] into, int intoAt) {
        FloatVector lowEnd = FloatVector.broadcast(FLOATS, grids.lowEnd[0]);
        FloatVector highEnd = FloatVector.broadcast(FLOATS, grids.highEnd[0]);
        IntVector one = IntVector.broadcast(INTS, ONE);
        float[] clipSquares = lanes.clipSquares;
        float[] clipped = lanes.clipped;
        for (int hit = 0; hit < count; hit++) {
            int place = hits[hit] % PLACES;
            int end = hits[hit] + TURN;
            for (int i = hits[hit]; i < end; i += PLACES) {
                FloatVector v = FloatVector.fromArray(FLOATS, x, at + i);
                FloatVector e = FloatVector.fromArray(FLOATS, into, intoAt + i).sub(v);
                IntVector beyond = v.sub(lowEnd)
                        .reinterpretAsInts()
                        .or(highEnd.sub(v).reinterpretAsInts())
                        .lanewise(VectorOperators.ASHR, SIGN_BIT);
                FloatVector.fromArray(FLOATS, clipSquares, place)
                        .add(e.mul(e).reinterpretAsInts().and(beyond).reinterpretAsFloats())
                        .intoArray(clipSquares, place);
                FloatVector.fromArray(FLOATS, clipped, place)
                        .add(beyond.and(one).reinterpretAsFloats())
                        .intoArray(clipped, place);
            }
        }
    }
}
