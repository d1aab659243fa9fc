package org.bitwright.quant;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Looks up the levels of tables with more of them than can be compared with one by one: first the cells of some values,
 * then what these cells hold.
 */
final class VectorApiTable {
    private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
    private static final VectorSpecies<Integer> INTS = IntVector.SPECIES_PREFERRED;
    private static final int LANES = FLOATS.length();
    private static final float ROUNDING = LaneLoops.ROUNDING;
    private static final int ROUNDING_BITS = Float.floatToRawIntBits(ROUNDING);
    private static final int SIGN_BIT = 31;

    /** Values at a time: their cells stay in the cache next to the core. */
    private static final int BLOCK = 512;

    private final int[] cells = new int[BLOCK];

    /**
     * Levels of finite values at scale 1.
     *
     * @param n a multiple of {@link VectorApiRuns#PLACES}
     */
    void lookUp(BorderCells table, float[] x, int at, float[] into, int intoAt, int n) {
        for (int from = 0; from < n; from += BLOCK) {
            int count = Math.min(BLOCK, n - from);
            findCells(table, x, at + from, count);
            look(table, x, at + from, into, intoAt + from, count);
        }
    }

    private void findCells(BorderCells table, float[] x, int at, int n) {
        FloatVector origin = FloatVector.broadcast(FLOATS, table.origin());
        FloatVector perWidth = FloatVector.broadcast(FLOATS, table.perWidth());
        // Rounded values order like their bits, which are those of positive numbers from the first cell on.
        IntVector first = IntVector.broadcast(INTS, ROUNDING_BITS);
        IntVector last = IntVector.broadcast(INTS, Float.floatToRawIntBits(table.last() + ROUNDING));
        int[] found = cells;
        for (int i = 0; i < n; i += LANES) {
            FloatVector.fromArray(FLOATS, x, at + i)
                    .sub(origin)
                    .mul(perWidth)
                    .add(ROUNDING)
                    .reinterpretAsInts()
                    .max(first)
                    .min(last)
                    .sub(first)
                    .intoArray(found, i);
        }
    }

    private void look(BorderCells table, float[] x, int at, float[] into, int intoAt, int n) {
        float[] borders = table.borders();
        int[] levels = table.levels();
        int[] changes = table.changes();
        int[] found = cells;
        for (int i = 0; i < n; i += LANES) {
            IntVector isAbove = FloatVector.fromArray(FLOATS, borders, 0, found, i)
                    .sub(FloatVector.fromArray(FLOATS, x, at + i))
                    .reinterpretAsInts()
                    .lanewise(VectorOperators.ASHR, SIGN_BIT);
            IntVector.fromArray(INTS, changes, 0, found, i)
                    .and(isAbove)
                    .lanewise(VectorOperators.XOR, IntVector.fromArray(INTS, levels, 0, found, i))
                    .reinterpretAsFloats()
                    .intoArray(into, intoAt + i);
        }
    }
}
