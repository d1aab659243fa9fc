package org.bitwright.quant;

import org.bitwright.model.Phrase;
import org.bitwright.model.RefusedException;

/**
 * Two values, −α and +α; 0 becomes +α.
 *
 * @param alpha finite, not negative
 */
public record BinaryGrid(float alpha) implements Grid {
    public BinaryGrid {
        if (!(alpha >= 0) || Float.isInfinite(alpha)) {
            throw new RefusedException(Phrase.of("α is finite and not negative, but this is %s", alpha));
        }
        alpha += 0f; // −0 becomes 0
    }

    @Override
    public float quantize(float x) {
        if (!Float.isFinite(x)) {
            return x;
        }
        return x < 0 ? -alpha : alpha;
    }

    @Override
    public int encode(float x) {
        return x < 0 ? 0 : 1;
    }

    @Override
    public float decode(int code) {
        return code == 0 ? -alpha : alpha;
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
        return 2;
    }

    @Override
    public float level(int index) {
        return index == 0 ? -alpha : alpha;
    }

    @Override
    public float step() {
        return 2 * alpha;
    }
}
