package org.bitwright.onnx;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.bitwright.model.ElementType;
import org.bitwright.model.HalfPrecision;

/** Writes float32 values as the little-endian bytes of a float type, rounding half to even. */
final class FloatCodec {
    private FloatCodec() {}

    /** Whole numbers as floats; exact up to 2^24. */
    static float[] floats(int[] numbers) {
        float[] floats = new float[numbers.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = numbers[i];
        }
        return floats;
    }

    static ByteString encode(float[] values, ElementType type) {
        int size = Math.multiplyExact(values.length, type.bits() / 8);
        ByteBuffer bytes = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
        switch (type) {
            case FLOAT32 -> bytes.asFloatBuffer().put(values);
            case FLOAT64 -> {
                for (float value : values) {
                    bytes.putDouble(value);
                }
            }
            case FLOAT16 -> {
                for (float value : values) {
                    bytes.putShort(HalfPrecision.toFloat16(value));
                }
            }
            case BFLOAT16 -> {
                for (float value : values) {
                    bytes.putShort(HalfPrecision.toBfloat16(value));
                }
            }
            default -> throw new IllegalArgumentException(type + " holds no float weights");
        }
        return UnsafeByteOperations.unsafeWrap(bytes.array());
    }
}
