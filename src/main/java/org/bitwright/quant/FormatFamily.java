package org.bitwright.quant;

import java.util.Arrays;
import java.util.Optional;

/**
 * Number formats as a user chooses them: a name, and the widths that it comes in. The names are stable: files and the
 * command line use {@link #id()}.
 */
public enum FormatFamily {
    FLOAT("float", NumberFormat.float32()),
    INT("int", 2, 16),
    BINARY("binary", NumberFormat.binary()),
    TERNARY("ternary", new NumberFormat.Ternary()),
    FP16("fp16", new NumberFormat.HalfFloat(FloatType.FLOAT16, false)),
    FP16_SATURATING("fp16-saturating", new NumberFormat.HalfFloat(FloatType.FLOAT16, true)),
    BF16("bf16", new NumberFormat.HalfFloat(FloatType.BFLOAT16, false)),
    BF16_SATURATING("bf16-saturating", new NumberFormat.HalfFloat(FloatType.BFLOAT16, true)),
    FP8_E4M3("fp8-e4m3", new NumberFormat.Minifloat(FloatType.E4M3FN)),
    FP8_E5M2("fp8-e5m2", new NumberFormat.Minifloat(FloatType.E5M2)),
    FP4("fp4", new NumberFormat.Minifloat(FloatType.E2M1)),
    MXFP8_E4M3("mxfp8-e4m3", new NumberFormat.Microscaling(FloatType.E4M3FN)),
    MXFP8_E5M2("mxfp8-e5m2", new NumberFormat.Microscaling(FloatType.E5M2)),
    MXFP6_E2M3("mxfp6-e2m3", new NumberFormat.Microscaling(FloatType.E2M3)),
    MXFP6_E3M2("mxfp6-e3m2", new NumberFormat.Microscaling(FloatType.E3M2)),
    MXFP4("mxfp4", new NumberFormat.Microscaling(FloatType.E2M1)),
    NVFP4("nvfp4", new NumberFormat.NvFp4()),
    NF4("nf4", new NumberFormat.Nf4()),
    CODEBOOK("codebook", 1, 8);

    private final String id;
    private final int minBits;
    private final int maxBits;
    private final Optional<NumberFormat> only;

    FormatFamily(String id, NumberFormat only) {
        this.id = id;
        this.minBits = only.bits();
        this.maxBits = only.bits();
        this.only = Optional.of(only);
    }

    FormatFamily(String id, int minBits, int maxBits) {
        this.id = id;
        this.minBits = minBits;
        this.maxBits = maxBits;
        this.only = Optional.empty();
    }

    public String id() {
        return id;
    }

    public int minBits() {
        return minBits;
    }

    public int maxBits() {
        return maxBits;
    }

    /** Whether there is one width only. */
    public boolean isFixed() {
        return only.isPresent();
    }

    /**
     * The format of a width.
     *
     * @param bits a width of this family; not looked at where there is one only
     * @param scheme of integers; the others have none
     * @throws IllegalArgumentException if the family has no such width
     */
    public NumberFormat at(int bits, Scheme scheme) {
        return only.orElseGet(() -> this == INT ? NumberFormat.uniform(bits, scheme) : new NumberFormat.Codebook(bits));
    }

    /** The format of the width that is nearest to {@code bits}. */
    public NumberFormat near(int bits, Scheme scheme) {
        return at(Math.max(minBits, Math.min(maxBits, bits)), scheme);
    }

    public static FormatFamily of(NumberFormat format) {
        if (format instanceof NumberFormat.Uniform) {
            return INT;
        }
        if (format instanceof NumberFormat.Codebook) {
            return CODEBOOK;
        }
        return Arrays.stream(values())
                .filter(family -> family.only.filter(format::equals).isPresent())
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no family has " + format));
    }

    /** The family of a name. */
    public static Optional<FormatFamily> named(String id) {
        return Arrays.stream(values()).filter(family -> family.id.equals(id)).findFirst();
    }
}
