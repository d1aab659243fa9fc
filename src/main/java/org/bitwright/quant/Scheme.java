package org.bitwright.quant;

/** How the integers of a uniform format lie around zero. */
public enum Scheme {
    /** −2^(b−1) … 2^(b−1)−1, zero point 0. At 8 bits the article's [−128, 127]. */
    SYMMETRIC,
    /** −(2^(b−1)−1) … 2^(b−1)−1, zero point 0. At 8 bits the article's [−127, 127]. */
    NARROW,
    /** 0 … 2^b−1 with a zero point. */
    ASYMMETRIC,
    /** The limits of {@link #SYMMETRIC} with a scale 2^k, k chosen by squared error: scaling becomes a shift. */
    POWER_OF_TWO;

    public int qmin(int bits) {
        return switch (this) {
            case SYMMETRIC, POWER_OF_TWO -> -(1 << (bits - 1));
            case NARROW -> -((1 << (bits - 1)) - 1);
            case ASYMMETRIC -> 0;
        };
    }

    public int qmax(int bits) {
        return this == ASYMMETRIC ? (1 << bits) - 1 : (1 << (bits - 1)) - 1;
    }

    public boolean hasZeroPoint() {
        return this == ASYMMETRIC;
    }
}
