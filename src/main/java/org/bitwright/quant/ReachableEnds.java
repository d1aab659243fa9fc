package org.bitwright.quant;

/**
 * The values beyond which a grid clips: its reachable ends, and a little more, since an end that is the product of a
 * rounded scale may lie two float32 steps inside the range that it was made for.
 */
record ReachableEnds(float low, float high) {
    /** A power of two: times it, and added, in float32 is rounded once. */
    static final float TOLERANCE = 0x1p-22f;

    static ReachableEnds of(Grid grid) {
        return new ReachableEnds(low(grid), high(grid));
    }

    /** The lower one; −0 rather than 0, so that for zeros of both signs the sign of x − low says that they lie inside. */
    static float low(Grid grid) {
        float low = outward(grid.reachableMin());
        return low == 0 ? -0f : low;
    }

    /** The upper one; 0 rather than −0, for the sign of high − x. */
    static float high(Grid grid) {
        return outward(grid.reachableMax()) + 0f;
    }

    private static float outward(float end) {
        return end + end * TOLERANCE;
    }

    /** Whether a grid clips a value, without keeping its ends. */
    static boolean clips(Grid grid, float x) {
        return x < outward(grid.reachableMin()) || x > outward(grid.reachableMax());
    }

    boolean clips(float x) {
        return x < low || x > high;
    }

    /** The greater distance of an end from 0. */
    float magnitude() {
        return Math.max(-low, high);
    }

    boolean holds(Range range) {
        return range.min() >= low && range.max() <= high;
    }
}
