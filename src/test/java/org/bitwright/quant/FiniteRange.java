package org.bitwright.quant;

/** The range of the finite ones among values, one after the other: what ranges are tested against. */
final class FiniteRange {
    private FiniteRange() {}

    /** From 0 to 0 where none is finite. */
    static Range of(float[] values) {
        float min = Float.POSITIVE_INFINITY;
        float max = Float.NEGATIVE_INFINITY;
        for (float x : values) {
            if (Float.isFinite(x)) {
                min = Math.min(min, x);
                max = Math.max(max, x);
            }
        }
        return min <= max ? new Range(min, max) : new Range(0, 0);
    }
}
