package org.bitwright.quant;

import org.bitwright.model.Phrase;
import org.bitwright.model.RefusedException;

/**
 * A range of real values as it was asked for.
 *
 * @param min finite, at most {@code max}
 */
public record Range(float min, float max) {
    public Range {
        if (!Float.isFinite(min) || !Float.isFinite(max)) {
            throw new RefusedException(Phrase.of("a range needs finite ends, not %s … %s", min, max));
        }
        if (min > max) {
            throw new RefusedException(Phrase.of("the minimum %s is above the maximum %s", min, max));
        }
    }

    /** The smallest range that holds this one and 0. */
    public Range withZero() {
        return min <= 0 && max >= 0 ? this : new Range(Math.min(min, 0f), Math.max(max, 0f));
    }

    /** max(|min|, |max|). */
    public float magnitude() {
        return Math.max(Math.abs(min), Math.abs(max));
    }
}
