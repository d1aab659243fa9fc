package org.bitwright.export;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Collects values that their codes do not give back, bit for bit: their places and their bits, little-endian. */
final class SpecialValues {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    /** Compares values {@code from … to − 1}. */
    void compare(int from, int to, float[] values, float[] fromCodes) {
        for (int i = from; i < to; i++) {
            if (Float.floatToRawIntBits(values[i]) != Float.floatToRawIntBits(fromCodes[i])) {
                bytes.writeBytes(ByteBuffer.allocate(CodedTensor.SPECIAL_BYTES)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putInt(i)
                        .putInt(Float.floatToRawIntBits(values[i]))
                        .array());
            }
        }
    }

    byte[] bytes() {
        return bytes.toByteArray();
    }
}
