package org.bitwright.quant;

import org.bitwright.model.Phrase;
import org.bitwright.model.RefusedException;

/**
 * Three values, −α, 0 and +α: 0 within the threshold (Ternary Weight Networks, Li and Liu 2016).
 *
 * @param threshold not negative: magnitudes up to it become 0
 * @param alpha finite, not negative
 */
public record TernaryGrid(float threshold, float alpha) implements Grid {
    public TernaryGrid {
        if (!(alpha >= 0 && threshold >= 0) || Float.isInfinite(alpha) || Float.isInfinite(threshold)) {
            throw new RefusedException(Phrase.of(
                    "threshold and α are finite and not negative, but these are %s and %s", threshold, alpha));
        }
        threshold += 0f; // −0 becomes 0
        alpha += 0f;
    }

    @Override
    public float quantize(float x) {
        return Float.isFinite(x) ? decode(encode(x)) : x;
    }

    /** −1, 0 or 1; NaN gives 0. */
    @Override
    public int encode(float x) {
        return x > threshold ? 1 : x < -threshold ? -1 : 0;
    }

    @Override
    public float decode(int code) {
        return code * alpha;
    }

    @Override
    public float reachableMin() {
        return -alpha;
    }

    @Override
    public float reachableMax() {
        return alpha;
    }

    @Override
    public int levels() {
        return 3;
    }

    @Override
    public float level(int index) {
        return (index - 1) * alpha;
    }

    @Override
    public float step() {
        return alpha;
    }
}
