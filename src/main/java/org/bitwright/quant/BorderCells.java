package org.bitwright.quant;

import java.util.Optional;

/**
 * Even cells over the borders of a table, so narrow that each holds one border at most: the level of a value is that
 * below or above the border of its cell. Exact whatever the rounding of a value's cell, since that never falls where the
 * value rises. Cells are counted by adding {@link LaneLoops#ROUNDING}, as loops over vectors do it.
 *
 * @param origin of the cells
 * @param perWidth cells per unit
 * @param last number of the last cell, as a float
 * @param borders the border within each cell; where it holds none, the next one
 * @param levels the bits of the level below that border
 * @param changes those bits that differ in the level above it; 0 where there is no border
 */
record BorderCells(float origin, float perWidth, float last, float[] borders, int[] levels, int[] changes) {
    /** More would not stay in the cache next to the core. */
    private static final int MOST_CELLS = 1 << 12;

    private static final int ROUNDING_BITS = Float.floatToRawIntBits(LaneLoops.ROUNDING);

    /** Empty where no number of cells parts the borders. */
    static Optional<BorderCells> of(LevelTable.Bits table) {
        for (int cells = Integer.highestOneBit(table.borders().length) * 4; cells <= MOST_CELLS; cells *= 2) {
            Optional<BorderCells> parted = of(table, cells);
            if (parted.isPresent()) {
                return parted;
            }
        }
        return Optional.empty();
    }

    private static Optional<BorderCells> of(LevelTable.Bits table, int cells) {
        float[] borders = table.borders();
        float origin = borders[0];
        float perWidth = (cells - 1) / (borders[borders.length - 1] - origin);
        if (!Float.isFinite(perWidth)) {
            return Optional.empty();
        }
        BorderCells made =
                new BorderCells(origin, perWidth, cells - 1f, new float[cells], new int[cells], new int[cells]);
        int border = 0;
        int level = table.lowest();
        for (int cell = 0; cell < cells; cell++) {
            boolean holds = border < borders.length && made.cell(borders[border]) == cell;
            made.borders[cell] = border < borders.length ? borders[border] : borders[borders.length - 1];
            made.levels[cell] = level;
            made.changes[cell] = holds ? table.changes()[border] : 0;
            if (holds) {
                level ^= table.changes()[border];
                border++;
                if (border < borders.length && made.cell(borders[border]) == cell) {
                    return Optional.empty();
                }
            }
        }
        return Optional.of(made);
    }

    /** The cell of a value. */
    int cell(float x) {
        float place = Math.min(Math.max((x - origin) * perWidth, 0), last);
        return Float.floatToRawIntBits(place + LaneLoops.ROUNDING) - ROUNDING_BITS;
    }
}
