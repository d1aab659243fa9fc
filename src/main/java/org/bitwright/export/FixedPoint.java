package org.bitwright.export;

/**
 * A positive real number as integer arithmetic takes it: {@code multiplier · 2^−31 · 2^−shift}, as gemmlowp's
 * {@code QuantizeMultiplier} finds it (Jacob et al. 2018, "Quantization and Training of Neural Networks for Efficient
 * Integer-Arithmetic-Only Inference", section 2.2).
 *
 * @param multiplier in Q31: 2^30 … 2^31 − 1, for 0.5 to 1
 * @param shift to the right; negative for numbers of 1 and more
 */
record FixedPoint(int multiplier, int shift) {
    private static final int FRACTION_BITS = 31;

    /** @param value positive and finite */
    static FixedPoint of(double value) {
        if (!(value >= Double.MIN_NORMAL) || Double.isInfinite(value)) {
            throw new IllegalArgumentException("a multiplier is positive and finite, but this is " + value);
        }
        int exponent = Math.getExponent(value) + 1;
        long multiplier = Math.round(Math.scalb(value, FRACTION_BITS - exponent));
        if (multiplier == 1L << FRACTION_BITS) {
            multiplier >>= 1;
            exponent++;
        }
        return new FixedPoint((int) multiplier, -exponent);
    }

    double value() {
        return Math.scalb((double) multiplier, -FRACTION_BITS - shift);
    }
}
