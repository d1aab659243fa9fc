package org.bitwright.runtime.session;

import java.nio.ByteBuffer;
import org.bitwright.model.ElementType;

/** Writes integers and truth values exactly, in the type that a network takes. */
public final class NativeIntegers {
    private NativeIntegers() {}

    /**
     * @param values each of which the type {@link #takes}
     * @param into in native byte order; filled from its position on
     */
    public static void put(long[] values, ElementType type, ByteBuffer into) {
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
    public static boolean takes(ElementType type, long value) {
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
    public static boolean takes(ElementType type, double value) {
        return value == Math.rint(value) && Math.abs(value) <= 0x1p63 && takes(type, (long) value);
    }

    /** Whether networks can be fed integers or truth values of this type. */
    public static boolean areFed(ElementType type) {
        return switch (type) {
            case INT64, INT32, INT16, INT8, UINT8, BOOL -> true;
            default -> false;
        };
    }
}
