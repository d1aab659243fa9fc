package org.bitwright.quant;

/**
 * Binary floating-point types narrower than float32, each with a sign, exponent and mantissa bits and subnormals.
 * FLOAT16 is IEEE 754 binary16; E4M3FN and E5M2 are OCP FP8 (Micikevicius et al. 2022); E2M1, E2M3 and E3M2 are the
 * elements of OCP MX 1.0, table 5.
 */
public enum FloatType {
    FLOAT16(5, 10, 65504f, true),
    BFLOAT16(8, 7, 0x1.FEp127f, true),
    E4M3FN(4, 3, 448f, false),
    E5M2(5, 2, 57344f, true),
    E2M1(2, 1, 6f, false),
    E2M3(2, 3, 7.5f, false),
    E3M2(3, 2, 28f, false);

    private final int exponentBits;
    private final int mantissaBits;
    private final float max;
    private final boolean hasInfinity;
    private final int maxCode;

    FloatType(int exponentBits, int mantissaBits, float max, boolean hasInfinity) {
        this.exponentBits = exponentBits;
        this.mantissaBits = mantissaBits;
        this.max = max;
        this.hasInfinity = hasInfinity;
        this.maxCode = magnitude(max);
    }

    public int exponentBits() {
        return exponentBits;
    }

    public int mantissaBits() {
        return mantissaBits;
    }

    /** Width of a number with its sign. */
    public int bits() {
        return 1 + exponentBits + mantissaBits;
    }

    /** The greatest finite value. */
    public float max() {
        return max;
    }

    /** Exponent of the greatest finite value: OCP MX's emax. */
    public int maxExponent() {
        return Math.getExponent(max);
    }

    /** Exponent of the least normal value, which subnormals share. */
    public int minExponent() {
        return 2 - (1 << (exponentBits - 1));
    }

    public boolean hasInfinity() {
        return hasInfinity;
    }

    /** The least positive value. */
    public float leastPositive() {
        return Math.scalb(1f, minExponent() - mantissaBits);
    }

    /** Number of values, zero counted once, infinities and NaN not at all. */
    public int levels() {
        return 2 * maxCode + 1;
    }

    /** Finite value number {@code index} in rising order. */
    public float level(int index) {
        int fromZero = index - maxCode;
        float value = decode(Math.abs(fromZero));
        return fromZero < 0 ? -value : value;
    }

    /**
     * The value of this type that stands for {@code x}. Beyond the greatest one: the greatest where {@code saturating} or
     * there is no infinity; else infinity, or the greatest where the rounding leads there (IEEE 754, 7.4).
     *
     * @param x not NaN
     * @param index of the value in its tensor, for stochastic rounding
     */
    public float round(float x, boolean saturating, Rounding rounding, int index) {
        if (Float.isInfinite(x)) {
            return limited(x, saturating || rounding.staysFinite(x));
        }
        int exponent = Math.max(Math.getExponent(x), minExponent());
        double rounded = Math.scalb(
                rounding.round(Math.scalb((double) x, mantissaBits - exponent), index), exponent - mantissaBits);
        if (rounded == 0) {
            return Math.copySign(0f, x);
        }
        return Math.abs(rounded) > max ? limited(x, saturating || rounding.staysFinite(x)) : (float) rounded;
    }

    private float limited(float x, boolean saturating) {
        return Math.copySign(saturating || !hasInfinity ? max : Float.POSITIVE_INFINITY, x);
    }

    /** The bits of a value of this type: sign, exponent, mantissa. Infinity has a code where the type has it. */
    public int encode(float value) {
        int sign = Float.floatToRawIntBits(value) < 0 ? 1 << (bits() - 1) : 0;
        return sign | magnitude(Math.abs(value));
    }

    private int magnitude(float value) {
        if (Float.isInfinite(value)) {
            return ((1 << exponentBits) - 1) << mantissaBits;
        }
        int exponent = Math.max(Math.getExponent(value), minExponent());
        int mantissa = (int) Math.scalb((double) value, mantissaBits - exponent);
        int biased = exponent - minExponent();
        return (biased << mantissaBits) + mantissa;
    }

    /** The value of a code; NaN for the codes that stand for no number. */
    public float decode(int code) {
        int bits = code & ((1 << (bits() - 1)) - 1);
        float magnitude;
        int exponent = bits >>> mantissaBits;
        int mantissa = bits & ((1 << mantissaBits) - 1);
        if (bits > maxCode) {
            magnitude = hasInfinity && mantissa == 0 ? Float.POSITIVE_INFINITY : Float.NaN;
        } else if (exponent == 0) {
            magnitude = (float) Math.scalb((double) mantissa, minExponent() - mantissaBits);
        } else {
            magnitude = (float)
                    Math.scalb((double) (mantissa | 1 << mantissaBits), exponent - 1 + minExponent() - mantissaBits);
        }
        return (code & 1 << (bits() - 1)) != 0 ? -magnitude : magnitude;
    }
}
