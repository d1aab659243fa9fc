package org.bitwright.quant;

/**
 * Rounds to a narrow floating-point type by float32 operations alone: with 1.5 · 2^(e + 23 − m) added and subtracted, a
 * number of exponent e keeps m bits of its mantissa, ties to even; e is at least the exponent of the subnormals.
 * Magnitudes are limited to the greatest one before, and the sign is put back after, so that −0 stays.
 */
final class FloatRounding {
    static final int SIGN = 0x80000000;
    static final int MAGNITUDE = 0x7fffffff;
    static final int EXPONENT = 0x7f800000;
    private static final int FLOAT_MANTISSA_BITS = 23;

    /** Bits of the greatest value. */
    final int greatest;

    /** Bits of the least normal value, a power of two. */
    final int leastNormal;

    /** Times 2^e it is what is added and subtracted. */
    final float factor;

    /** @param kind a floating-point grid */
    FloatRounding(Grid kind) {
        this(kind instanceof FloatGrid floats ? floats.type() : FloatType.E2M1);
    }

    private FloatRounding(FloatType type) {
        greatest = Float.floatToRawIntBits(type.max());
        leastNormal = Float.floatToRawIntBits(Math.scalb(1f, type.minExponent()));
        factor = Math.scalb(1.5f, FLOAT_MANTISSA_BITS - type.mantissaBits());
    }

    void round(float[] x, float[] quantized, int n, float[] scale) {
        for (int j = 0; j < n; j++) {
            quantized[j] = round(x[j] / scale[j]) * scale[j];
        }
    }

    float round(float y) {
        int bits = Float.floatToRawIntBits(y);
        int magnitude = Math.min(bits & MAGNITUDE, greatest);
        float shift = Float.intBitsToFloat(Math.max(magnitude & EXPONENT, leastNormal)) * factor;
        float rounded = (Float.intBitsToFloat(magnitude) + shift) - shift;
        return Float.intBitsToFloat(Float.floatToRawIntBits(rounded) | (bits & SIGN));
    }
}
