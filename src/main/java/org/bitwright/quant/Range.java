package org.bitwright.quant;

/**
 * A range of real values as it was asked for.
 *
 * @param min finite, at most {@code max}
 */
public record Range(float min, float max) {
    public Range {
        if (!Float.isFinite(min) || !Float.isFinite(max)) {
            throw new IllegalArgumentException("a range needs finite ends, not " + min + " … " + max);
        }
        if (min > max) {
            throw new IllegalArgumentException("the minimum " + min + " is above the maximum " + max);
        }
    }

    /** The smallest range that holds this one and 0. */
    public Range withZero() {
        return new Range(Math.min(min, 0f), Math.max(max, 0f));
    }

    /** max(|min|, |max|). */
    public float magnitude() {
        return Math.max(Math.abs(min), Math.abs(max));
    }
}
