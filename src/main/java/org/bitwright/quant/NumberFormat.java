package org.bitwright.quant;

/** What numbers a tensor is stored in. A value; equal formats are interchangeable. */
public sealed interface NumberFormat permits NumberFormat.Float32, NumberFormat.Uniform, NumberFormat.Binary {

    /** Width of one stored number in bits. */
    int bits();

    /** Not quantized: a choice like any other. */
    record Float32() implements NumberFormat {
        @Override
        public int bits() {
            return 32;
        }
    }

    /**
     * Uniform integers: {@code q = clamp(round(x / scale) + zeroPoint, qmin, qmax)}.
     *
     * @param bits 2…16
     */
    record Uniform(int bits, Scheme scheme) implements NumberFormat {
        public static final int MIN_BITS = 2;
        public static final int MAX_BITS = 16;

        public Uniform {
            if (bits < MIN_BITS || bits > MAX_BITS) {
                throw new IllegalArgumentException("integers have 2 to 16 bits, not " + bits);
            }
        }

        public int qmin() {
            return scheme.qmin(bits);
        }

        public int qmax() {
            return scheme.qmax(bits);
        }
    }

    /**
     * One bit: ±α with α the mean of |x| over the granule, sign(0) = + (XNOR-Net, Rastegari et al. 2016, section 3.1).
     */
    record Binary() implements NumberFormat {
        @Override
        public int bits() {
            return 1;
        }
    }

    static NumberFormat float32() {
        return new Float32();
    }

    static NumberFormat uniform(int bits, Scheme scheme) {
        return new Uniform(bits, scheme);
    }

    static NumberFormat binary() {
        return new Binary();
    }

    /** Uniform integers of this width and scheme, or binary for one bit. */
    static NumberFormat ofBits(int bits, Scheme scheme) {
        return bits == 1 ? binary() : uniform(bits, scheme);
    }

    default boolean isQuantized() {
        return !(this instanceof Float32);
    }
}
