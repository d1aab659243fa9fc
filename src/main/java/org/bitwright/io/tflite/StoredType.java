package org.bitwright.io.tflite;

import java.util.Optional;
import org.bitwright.model.ElementType;
import org.jspecify.annotations.Nullable;

/** The types of tensors in the order of the schema's enumeration TensorType. */
enum StoredType {
    FLOAT32(32, false, ElementType.FLOAT32),
    FLOAT16(16, false, ElementType.FLOAT16),
    INT32(32, true, ElementType.INT32),
    UINT8(8, false, ElementType.UINT8),
    INT64(64, true, ElementType.INT64),
    STRING(0, false, null),
    BOOL(8, false, ElementType.BOOL),
    INT16(16, true, ElementType.INT16),
    COMPLEX64(64, false, null),
    INT8(8, true, ElementType.INT8),
    FLOAT64(64, false, ElementType.FLOAT64),
    COMPLEX128(128, false, null),
    UINT64(64, false, ElementType.UINT64),
    RESOURCE(0, false, null),
    VARIANT(0, false, null),
    UINT32(32, false, ElementType.UINT32),
    UINT16(16, false, ElementType.UINT16),
    INT4(4, true, ElementType.INT4),
    BFLOAT16(16, false, ElementType.BFLOAT16),
    INT2(2, true, null),
    UINT4(4, false, ElementType.UINT4);

    private final int bits;
    private final boolean signed;
    private final @Nullable ElementType element;

    StoredType(int bits, boolean signed, @Nullable ElementType element) {
        this.bits = bits;
        this.signed = signed;
        this.element = element;
    }

    static Optional<StoredType> of(int number) {
        return number >= 0 && number < values().length ? Optional.of(values()[number]) : Optional.empty();
    }

    int bits() {
        return bits;
    }

    boolean signed() {
        return signed;
    }

    /** The type of plain numbers; empty where a tensor of ours cannot have it. */
    Optional<ElementType> element() {
        return Optional.ofNullable(element);
    }

    /** Whether it may hold codes that scales turn into real numbers. */
    boolean isCode() {
        return switch (this) {
            case INT2, INT4, UINT4, INT8, UINT8, INT16, INT32, INT64 -> true;
            default -> false;
        };
    }
}
