package org.bitwright.quant;

/** Floats as integers that rise with them, so that ends can be kept without a branch. −0 comes before 0. */
final class OrderedFloats {
    private static final int MAGNITUDE = 0x7fffffff;
    private static final int SIGN_BIT = 31;

    /** Above all floats. */
    static final int ABOVE = MAGNITUDE;

    /** Below all floats. */
    static final int BELOW = ~MAGNITUDE;

    private OrderedFloats() {}

    /** @param bits raw */
    static int of(int bits) {
        return bits ^ ((bits >> SIGN_BIT) & MAGNITUDE);
    }

    static int of(float x) {
        return of(Float.floatToRawIntBits(x));
    }

    /** The float, −0 as 0. */
    static float value(int ordered) {
        return Float.intBitsToFloat(of(ordered)) + 0f;
    }

    /** Between two of them; 0 where there is nothing. */
    static Range range(int least, int most) {
        return least > most ? new Range(0, 0) : new Range(value(least), value(most));
    }

    /** 1 for ±0, else 0. */
    static int isZero(int bits) {
        return ((bits & MAGNITUDE) - 1) >>> SIGN_BIT;
    }
}
