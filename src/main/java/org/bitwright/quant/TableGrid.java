package org.bitwright.quant;

import org.bitwright.model.Phrase;
import org.bitwright.model.RefusedException;

/**
 * Levels of a table times a scale, the nearest one taken: a codebook (scale 1) or NF4 (scale max|x| of its block).
 *
 * @param scale positive, finite
 */
public record TableGrid(LevelTable table, float scale) implements Grid {
    public TableGrid {
        if (!(scale > 0) || Float.isInfinite(scale)) {
            throw new RefusedException(Phrase.of("a scale is positive and finite, but this is %s", scale));
        }
    }

    @Override
    public float quantize(float x) {
        return Float.isFinite(x) ? decode(encode(x)) : x;
    }

    /** The number of the level; NaN gives that of the level nearest to 0. */
    @Override
    public int encode(float x) {
        return table.nearest(Float.isNaN(x) ? 0 : x / scale);
    }

    @Override
    public float decode(int code) {
        return table.level(code) * scale;
    }

    @Override
    public float reachableMin() {
        return level(0);
    }

    @Override
    public float reachableMax() {
        return level(levels() - 1);
    }

    @Override
    public int levels() {
        return table.size();
    }

    @Override
    public float level(int index) {
        return table.level(index) * scale;
    }

    @Override
    public float step() {
        return table.leastDistance() * scale;
    }
}
