package org.bitwright.model;

/** The types that elements of a tensor may have in a model file, by their width in bits. */
public enum ElementType {
    FLOAT32(32, true),
    FLOAT64(64, true),
    FLOAT16(16, true),
    BFLOAT16(16, true),
    FLOAT8E4M3FN(8, true),
    FLOAT8E4M3FNUZ(8, true),
    FLOAT8E5M2(8, true),
    FLOAT8E5M2FNUZ(8, true),
    FLOAT4E2M1(4, true),
    INT64(64, false),
    INT32(32, false),
    INT16(16, false),
    INT8(8, false),
    INT4(4, false),
    UINT64(64, false),
    UINT32(32, false),
    UINT16(16, false),
    UINT8(8, false),
    UINT4(4, false),
    BOOL(8, false),
    COMPLEX64(64, false),
    COMPLEX128(128, false),
    STRING(0, false);

    private final int bits;
    private final boolean floating;

    ElementType(int bits, boolean floating) {
        this.bits = bits;
        this.floating = floating;
    }

    /** Width of one element in bits; 0 for strings, whose width varies. */
    public int bits() {
        return bits;
    }

    /** Whether the type is a floating-point type of any width. */
    public boolean isFloating() {
        return floating;
    }

    /** Whether weights of this type can be read as float32 values and quantized: 16, 32 and 64 bit floats. */
    public boolean isWeight() {
        return floating && bits >= 16;
    }

    /**
     * Bytes that {@code count} elements take when packed without gaps.
     *
     * @throws ArithmeticException if the number of bytes does not fit a long
     */
    public long bytesFor(long count) {
        return Math.addExact(Math.multiplyExact(count, (long) bits), 7) / 8;
    }
}
