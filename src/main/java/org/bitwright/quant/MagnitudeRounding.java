package org.bitwright.quant;

import java.util.Arrays;

/**
 * The level of a narrow floating-point type nearest to a magnitude, for a search, by float32 operations that C2 makes
 * vectors of without the Vector API: no bits are looked at. Of two levels that are equally near it may be either.
 *
 * <p>With y at least the least normal value: y · (2^k + 1) − (y · (2^k + 1) − y) is y with k bits less (Veltkamp; a
 * rounding to nearest, Boldo 2006). With y at most that value: y + s − s is rounded to steps of the last place of s. What
 * the second differs by from the least normal value is added to the first: for one of both that is nothing.
 */
final class MagnitudeRounding {
    private static final int FLOAT_MANTISSA_BITS = 23;
    private static final MagnitudeRounding[] OF_TYPES =
            Arrays.stream(FloatType.values()).map(MagnitudeRounding::new).toArray(MagnitudeRounding[]::new);

    /** The greatest value. */
    final float greatest;

    /** The least normal value, a power of two. */
    final float leastNormal;

    /** 2^k + 1, where k bits go. */
    final float splitter;

    /** What is added to what is at most the least normal value, and taken away again together with it. */
    final float shift;

    final float shiftBack;

    private MagnitudeRounding(FloatType type) {
        greatest = type.max();
        leastNormal = Math.scalb(1f, type.minExponent());
        splitter = Math.scalb(1f, FLOAT_MANTISSA_BITS - type.mantissaBits()) + 1;
        shift = Math.scalb(1.5f, FLOAT_MANTISSA_BITS) * type.leastPositive();
        shiftBack = shift + leastNormal;
    }

    /** Whether values beyond the ends become the greatest one, and whether that leaves room for the splitter. */
    static boolean fits(FloatGrid grid) {
        return grid.saturating() && grid.type() != FloatType.BFLOAT16;
    }

    static MagnitudeRounding of(FloatType type) {
        return OF_TYPES[type.ordinal()];
    }

    /** Writes the magnitudes of {@code x}, and what a saturating grid makes of them. */
    void quantize(float[] x, float[] magnitudes, float[] quantized, int n, float scale) {
        for (int j = 0; j < n; j++) {
            float magnitude = Math.abs(x[j]);
            float y = Math.min(magnitude / scale, greatest);
            float normal = Math.max(y, leastNormal);
            float split = normal * splitter;
            float rounded = (split + (normal - split)) + ((Math.min(y, leastNormal) + shift) - shiftBack);
            magnitudes[j] = magnitude;
            quantized[j] = rounded * scale;
        }
    }
}
