package org.bitwright.onnx;

import java.util.Optional;
import org.bitwright.model.ElementType;

/** The numbers by which ONNX writes element types ({@code TensorProto.DataType}). */
final class ElementTypes {
    private ElementTypes() {}

    /** The type of a number in a file; empty where it is unset or not known here. */
    static Optional<ElementType> of(int code) {
        for (ElementType type : ElementType.values()) {
            if (code(type) == code) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }

    static int code(ElementType type) {
        return switch (type) {
            case FLOAT32 -> 1;
            case UINT8 -> 2;
            case INT8 -> 3;
            case UINT16 -> 4;
            case INT16 -> 5;
            case INT32 -> 6;
            case INT64 -> 7;
            case STRING -> 8;
            case BOOL -> 9;
            case FLOAT16 -> 10;
            case FLOAT64 -> 11;
            case UINT32 -> 12;
            case UINT64 -> 13;
            case COMPLEX64 -> 14;
            case COMPLEX128 -> 15;
            case BFLOAT16 -> 16;
            case FLOAT8E4M3FN -> 17;
            case FLOAT8E4M3FNUZ -> 18;
            case FLOAT8E5M2 -> 19;
            case FLOAT8E5M2FNUZ -> 20;
            case UINT4 -> 21;
            case INT4 -> 22;
            case FLOAT4E2M1 -> 23;
        };
    }
}
