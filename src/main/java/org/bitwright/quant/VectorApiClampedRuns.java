package org.bitwright.quant;

import static org.bitwright.quant.LaneLoops.ROUNDING;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * The loop over runs of one uniform grid with clipped values on the incubating Vector API. Clipped values are few: where
 * four vectors hold any is noted down in passing, and those alone are looked at again. The others would add nothing.
 * Otherwise as {@link VectorApiRuns}.
 */
final class VectorApiClampedRuns {
    private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
    private static final VectorSpecies<Integer> INTS = IntVector.SPECIES_PREFERRED;
    private static final int LANES = FLOATS.length();
    private static final int PLACES = VectorApiRuns.PLACES;

    /** Values of a turn. */
    static final int TURN = 4 * PLACES;

    /** The bits of 1f. */
    private static final int ONE = 0x3f800000;

    private static final int SIGN_BIT = 31;

    /** Where turns with clipped values start. */
    private int[] hits = new int[LaneSums.MOST * PLACES / TURN];

    /**
     * @param grids of one grid
     * @param sums of {@link VectorApiRuns#PLACES} places
     * @param n a multiple of {@link #TURN}
     */
    void quantize(GroupGrids grids, LaneSums sums, float[] x, int at, float[] into, int intoAt, int n) {
        if (hits.length < n / TURN) {
            hits = new int[n / TURN];
        }
        for (int place = 0; place < PLACES; place += LANES) {
            int count = quantize(grids, sums, place, x, at + place, into, intoAt + place, n, hits);
            addClips(grids, sums, place, hits, count, x, at + place, into, intoAt + place);
        }
    }

    private static int quantize(
            GroupGrids grids,
            LaneSums sums,
            int place,
            float[] x,
            int at,
            float[] into,
            int intoAt,
            int n,
            int[] hits) {
        FloatVector scale = FloatVector.broadcast(FLOATS, grids.scale[0]);
        IntVector low = FloatVector.broadcast(FLOATS, grids.lowest[0]).reinterpretAsInts();
        IntVector high = FloatVector.broadcast(FLOATS, grids.highest[0]).reinterpretAsInts();
        FloatVector lowEnd = FloatVector.broadcast(FLOATS, grids.lowEnd[0]);
        FloatVector highEnd = FloatVector.broadcast(FLOATS, grids.highEnd[0]);
        IntVector greatest = IntVector.zero(INTS);
        FloatVector squares = FloatVector.zero(FLOATS);
        FloatVector products = FloatVector.zero(FLOATS);
        int count = 0;
        for (int i = 0; i < n; i += TURN) {
            FloatVector v0 = FloatVector.fromArray(FLOATS, x, at + i);
            FloatVector v1 = FloatVector.fromArray(FLOATS, x, at + i + PLACES);
            FloatVector v2 = FloatVector.fromArray(FLOATS, x, at + i + 2 * PLACES);
            FloatVector v3 = FloatVector.fromArray(FLOATS, x, at + i + 3 * PLACES);
            FloatVector q0 = v0.div(scale).add(ROUNDING).reinterpretAsInts().max(low).min(high).reinterpretAsFloats().sub(ROUNDING).mul(scale);
            FloatVector q1 = v1.div(scale).add(ROUNDING).reinterpretAsInts().max(low).min(high).reinterpretAsFloats().sub(ROUNDING).mul(scale);
            FloatVector q2 = v2.div(scale).add(ROUNDING).reinterpretAsInts().max(low).min(high).reinterpretAsFloats().sub(ROUNDING).mul(scale);
            FloatVector q3 = v3.div(scale).add(ROUNDING).reinterpretAsInts().max(low).min(high).reinterpretAsFloats().sub(ROUNDING).mul(scale);
            q0.intoArray(into, intoAt + i);
            q1.intoArray(into, intoAt + i + PLACES);
            q2.intoArray(into, intoAt + i + 2 * PLACES);
            q3.intoArray(into, intoAt + i + 3 * PLACES);
            FloatVector e0 = q0.sub(v0);
            FloatVector e1 = q1.sub(v1);
            FloatVector e2 = q2.sub(v2);
            FloatVector e3 = q3.sub(v3);
            squares = squares.add(e0.mul(e0)).add(e1.mul(e1)).add(e2.mul(e2)).add(e3.mul(e3));
            products = products.add(q0.mul(q0)).add(q1.mul(q1)).add(q2.mul(q2)).add(q3.mul(q3));
            greatest = greatest.max(e0.abs().reinterpretAsInts()).max(e1.abs().reinterpretAsInts()).max(e2.abs().reinterpretAsInts()).max(e3.abs().reinterpretAsInts());
            IntVector signs = v0.sub(lowEnd).reinterpretAsInts().or(highEnd.sub(v0).reinterpretAsInts()).or(v1.sub(lowEnd).reinterpretAsInts()).or(highEnd.sub(v1).reinterpretAsInts()).or(v2.sub(lowEnd).reinterpretAsInts()).or(highEnd.sub(v2).reinterpretAsInts()).or(v3.sub(lowEnd).reinterpretAsInts()).or(highEnd.sub(v3).reinterpretAsInts());
            if (signs.reduceLanes(VectorOperators.OR) < 0) {
                hits[count++] = i;
            }
        }
        FloatVector.fromArray(FLOATS, sums.greatest, place)
                .reinterpretAsInts()
                .max(greatest)
                .reinterpretAsFloats()
                .intoArray(sums.greatest, place);
        FloatVector.fromArray(FLOATS, sums.squares, place).add(squares).intoArray(sums.squares, place);
        FloatVector.fromArray(FLOATS, sums.products, place).add(products).intoArray(sums.products, place);
        return count;
    }

    private static void addClips(
            GroupGrids grids,
            LaneSums sums,
            int place,
            int[] hits,
            int count,
            float[] x,
            int at,
            float[] into,
            int intoAt) {
        FloatVector lowEnd = FloatVector.broadcast(FLOATS, grids.lowEnd[0]);
        FloatVector highEnd = FloatVector.broadcast(FLOATS, grids.highEnd[0]);
        IntVector one = IntVector.broadcast(INTS, ONE);
        float[] clipSquares = sums.clipSquares;
        float[] clipped = sums.clipped;
        for (int hit = 0; hit < count; hit++) {
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
