package org.bitwright.quant;

import org.bitwright.model.Phrase;
import org.bitwright.model.RefusedException;

/**
 * The values of a narrow floating-point type times a scale: {@code x̂ = round(x / scale) · scale}, division and product
 * in float32. FP16 and BF16 have the scale 1; FP8 and FP4 one a granule; OCP MX a power of two a block.
 *
 * @param scale positive and finite; subnormal only as MX's 2^−127
 * @param saturating whether values beyond the greatest become the greatest rather than infinity
 */
public record FloatGrid(FloatType type, float scale, boolean saturating) implements Grid {
    public FloatGrid {
        if (!(scale > 0) || Float.isInfinite(scale)) {
            throw new RefusedException(Phrase.of("a scale is positive and finite, but this is %s", scale));
        }
    }

    /** The grid whose greatest value is {@code magnitude}: scale = magnitude / max, 1 where it is 0. */
    static FloatGrid reaching(FloatType type, float magnitude) {
        float scale = magnitude / type.max();
        if (magnitude == 0) {
            scale = 1;
        } else if (scale < Float.MIN_NORMAL) {
            scale = Float.MIN_NORMAL;
        } else if (Float.isInfinite(scale * type.max())) {
            scale = Math.nextDown(scale);
        }
        return new FloatGrid(type, scale, true);
    }

    @Override
    public float quantize(float x) {
        return quantize(x, Rounding.HALF_EVEN, 0);
    }

    @Override
    public float quantize(float x, Rounding rounding, int index) {
        return Float.isFinite(x) ? type.round(x / scale, saturating, rounding, index) * scale : x;
    }

    @Override
    public int encode(float x, Rounding rounding, int index) {
        return type.encode(Float.isNaN(x) ? 0 : type.round(x / scale, saturating, rounding, index));
    }

    @Override
    public float decode(int code) {
        return type.decode(code) * scale;
    }

    @Override
    public float reachableMin() {
        return -reachableMax();
    }

    @Override
    public float reachableMax() {
        return type.max() * scale;
    }

    @Override
    public int levels() {
        return type.levels();
    }

    @Override
    public float level(int index) {
        return type.level(index) * scale;
    }

    @Override
    public float step() {
        return type.leastPositive() * scale;
    }
}
