package org.bitwright.runtime;

import ai.onnxruntime.OnnxJavaType;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.bitwright.model.ElementType;

/** Writes integers and truth values exactly, in the type that a network takes. */
final class NativeIntegers {
    private NativeIntegers() {}

    /**
     * @param values each of which the type {@link #takes}
     * @param into in native byte order; filled from its position on
     */
    static void put(long[] values, ElementType type, ByteBuffer into) {
        switch (type) {
            case INT64 -> into.asLongBuffer().put(values);
            case INT32 -> {
                for (long value : values) {
                    into.putInt((int) value);
                }
            }
            case INT16 -> {
                for (long value : values) {
                    into.putShort((short) value);
                }
            }
            case INT8, UINT8, BOOL -> {
                for (long value : values) {
                    into.put((byte) value);
                }
            }
            default -> throw new IllegalArgumentException(type + " is no integer type that can be fed");
        }
    }

    /** Whether an integer is one of the type's; never for types that cannot be fed. */
    static boolean takes(ElementType type, long value) {
        return switch (type) {
            case INT64 -> true;
            case INT32 -> value == (int) value;
            case INT16 -> value == (short) value;
            case INT8 -> value == (byte) value;
            case UINT8 -> value >= 0 && value <= 255;
            case BOOL -> value == 0 || value == 1;
            default -> false;
        };
    }

    /** Whether a number is one of the type's integers. */
    static boolean takes(ElementType type, double value) {
        return value == Math.rint(value) && Math.abs(value) <= 0x1p63 && takes(type, (long) value);
    }

    /** The type's name in ONNX Runtime; empty where its Java interface cannot feed it. */
    static Optional<OnnxJavaType> javaType(ElementType type) {
        return Optional.ofNullable(
                switch (type) {
                    case INT64 -> OnnxJavaType.INT64;
                    case INT32 -> OnnxJavaType.INT32;
                    case INT16 -> OnnxJavaType.INT16;
                    case INT8 -> OnnxJavaType.INT8;
                    case UINT8 -> OnnxJavaType.UINT8;
                    case BOOL -> OnnxJavaType.BOOL;
                    default -> null;
                });
    }
}
