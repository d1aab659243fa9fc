package org.bitwright.quant;

/** What numbers a tensor is stored in. A value; equal formats are interchangeable. */
public sealed interface NumberFormat
        permits NumberFormat.Float32,
                NumberFormat.Ranged,
                NumberFormat.HalfFloat,
                NumberFormat.Binary,
                NumberFormat.Ternary,
                NumberFormat.Microscaling,
                NumberFormat.NvFp4,
                NumberFormat.Nf4,
                NumberFormat.Codebook {

    /** Width of one stored number in bits. */
    int bits();

    /**
     * A format whose scale follows from a range, found by a calibrator or set by hand.
     */
    sealed interface Ranged extends NumberFormat permits Uniform, Minifloat {

        /** The grid for a range, first widened to contain 0. */
        Grid grid(Range range);

        /** Whether the larger end of a range alone decides. */
        boolean isSymmetric();
    }

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
    record Uniform(int bits, Scheme scheme) implements Ranged {
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

        @Override
        public UniformGrid grid(Range range) {
            return UniformGrid.of(this, range);
        }

        @Override
        public boolean isSymmetric() {
            return !scheme.hasZeroPoint();
        }
    }

    /**
     * FP8 and FP4: floating-point values of 8 bits or fewer times a scale, max|x| / max; saturating.
     *
     * @param type of at most 8 bits
     */
    record Minifloat(FloatType type) implements Ranged {
        public Minifloat {
            if (type.bits() > 8) {
                throw new IllegalArgumentException(type + " is used without a scale");
            }
        }

        @Override
        public int bits() {
            return type.bits();
        }

        @Override
        public FloatGrid grid(Range range) {
            return FloatGrid.reaching(type, range.magnitude());
        }

        @Override
        public boolean isSymmetric() {
            return true;
        }
    }

    /**
     * FP16 or BF16, without a scale.
     *
     * @param type FLOAT16 or BFLOAT16
     * @param saturating whether values beyond the greatest become the greatest; else infinity, as the standard says
     */
    record HalfFloat(FloatType type, boolean saturating) implements NumberFormat {
        public HalfFloat {
            if (type.bits() != 16) {
                throw new IllegalArgumentException(type + " has " + type.bits() + " bits, not 16");
            }
        }

        @Override
        public int bits() {
            return type.bits();
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

    /** −α, 0, α: 0 up to 0.7 · mean |x|, α the mean of the |x| above it (Ternary Weight Networks, Li and Liu 2016). */
    record Ternary() implements NumberFormat {
        @Override
        public int bits() {
            return 2;
        }
    }

    /**
     * OCP Microscaling Formats 1.0: blocks of 32 that share a power-of-two scale of 8 bits (E8M0).
     *
     * @param element E4M3FN, E5M2, E2M3, E3M2 or E2M1
     */
    record Microscaling(FloatType element) implements NumberFormat {
        public static final int BLOCK = 32;

        public Microscaling {
            if (element.bits() > 8) {
                throw new IllegalArgumentException(element + " is no element of a microscaling format");
            }
        }

        @Override
        public int bits() {
            return element.bits();
        }
    }

    /** NVFP4: E2M1 in blocks of 16 with an E4M3 scale each, and a float32 scale for the tensor. */
    record NvFp4() implements NumberFormat {
        public static final int BLOCK = 16;

        @Override
        public int bits() {
            return 4;
        }
    }

    /** NormalFloat: sixteen quantiles of the normal distribution times max|x| of the granule (QLoRA, Dettmers 2023). */
    record Nf4() implements NumberFormat {
        public static final int BLOCK = 64;

        @Override
        public int bits() {
            return 4;
        }
    }

    /**
     * 2^bits centroids found by one-dimensional k-means, started linearly over the range (Deep Compression, Han et al.
     * 2016, section 3).
     *
     * @param bits 1…8
     */
    record Codebook(int bits) implements NumberFormat {
        public static final int MIN_BITS = 1;
        public static final int MAX_BITS = 8;

        public Codebook {
            if (bits < MIN_BITS || bits > MAX_BITS) {
                throw new IllegalArgumentException("codebooks have 1 to 8 bits, not " + bits);
            }
        }

        /**
         * Whether a centroid is 0 and stays there, since so many values are exactly 0 as a centroid has on average.
         *
         * @param zeros number of values that are 0
         * @param values number of all values of the granule
         */
        public boolean keepsZero(int zeros, int values) {
            return KMeans.keepsZero(zeros, values, 1 << bits);
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
