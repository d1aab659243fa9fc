package org.bitwright.io.safetensors;

import java.util.Arrays;
import java.util.Optional;
import org.bitwright.model.ElementType;

/** The format's names of element types. */
enum Dtype {
    F64(ElementType.FLOAT64),
    F32(ElementType.FLOAT32),
    F16(ElementType.FLOAT16),
    BF16(ElementType.BFLOAT16),
    F8_E4M3(ElementType.FLOAT8E4M3FN),
    F8_E4M3FNUZ(ElementType.FLOAT8E4M3FNUZ),
    F8_E5M2(ElementType.FLOAT8E5M2),
    F8_E5M2FNUZ(ElementType.FLOAT8E5M2FNUZ),
    F4(ElementType.FLOAT4E2M1),
    I64(ElementType.INT64),
    I32(ElementType.INT32),
    I16(ElementType.INT16),
    I8(ElementType.INT8),
    U64(ElementType.UINT64),
    U32(ElementType.UINT32),
    U16(ElementType.UINT16),
    U8(ElementType.UINT8),
    BOOL(ElementType.BOOL),
    C64(ElementType.COMPLEX64);

    private final ElementType type;

    Dtype(ElementType type) {
        this.type = type;
    }

    ElementType type() {
        return type;
    }

    static Optional<Dtype> of(String name) {
        return Arrays.stream(values())
                .filter(dtype -> dtype.name().equals(name))
                .findFirst();
    }

    static Optional<Dtype> of(ElementType type) {
        return Arrays.stream(values()).filter(dtype -> dtype.type == type).findFirst();
    }
}
