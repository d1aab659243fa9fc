package org.bitwright.runtime;

import java.nio.ByteBuffer;
import org.bitwright.model.ElementType;
import org.bitwright.model.HalfPrecision;

/** Writes float32 values in the float type that a network takes, rounded half to even where it is narrower. */
final class NativeFloats {
    private NativeFloats() {}

    /** @param into in native byte order; filled from its position on */
    static void put(float[] values, ElementType type, ByteBuffer into) {
        switch (type) {
            case FLOAT32 -> into.asFloatBuffer().put(values);
            case FLOAT64 -> {
                for (float value : values) {
                    into.putDouble(value);
                }
            }
            case FLOAT16 -> {
                for (float value : values) {
                    into.putShort(HalfPrecision.toFloat16(value));
                }
            }
            case BFLOAT16 -> {
                for (float value : values) {
                    into.putShort(HalfPrecision.toBfloat16(value));
                }
            }
            default -> throw new IllegalArgumentException(type + " is no float type that can be fed");
        }
    }
}
