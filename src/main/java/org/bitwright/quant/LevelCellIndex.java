package org.bitwright.quant;

/**
 * Finds how many of the rising borders lie below a value: even cells over their range hold how many borders lie below the
 * cell, and few are left to compare with. Exact whatever the rounding of a value's cell, since that never falls where the
 * value rises.
 */
final class LevelCellIndex {
    private static final int CELLS_PER_BORDER = 8;

    private final float[] borders;
    private final short[] before;
    private final float origin;
    private final float perWidth;

    /** @param borders rising, at most 2^15 */
    LevelCellIndex(float[] borders) {
        this.borders = borders;
        this.before = new short[Math.max(1, borders.length * CELLS_PER_BORDER)];
        this.origin = borders.length == 0 ? 0 : borders[0];
        float width = borders.length == 0 ? 0 : borders[borders.length - 1] - origin;
        float cells = before.length / width;
        this.perWidth = Float.isFinite(cells) ? cells : 0;
        int border = 0;
        for (int cell = 0; cell < before.length; cell++) {
            while (border < borders.length && cell(borders[border]) < cell) {
                border++;
            }
            before[cell] = (short) border;
        }
    }

    private int cell(float x) {
        return Math.max(0, Math.min(before.length - 1, (int) ((x - origin) * perWidth)));
    }

    /** Number of borders below a value that is not NaN. */
    int below(float x) {
        int border = before[cell(x)];
        while (border < borders.length && x > borders[border]) {
            border++;
        }
        return border;
    }
}
