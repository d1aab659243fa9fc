package org.bitwright.io.hdf5;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Datatype messages, byte for byte as the specification has them (IV.A.2.d, version 1). */
public final class Hdf5Types {
    private Hdf5Types() {}

    public static byte[] floating(int width, boolean bigEndian) {
        return switch (width) {
            case 2 -> floating(2, bigEndian, 5, 10, 15);
            case 4 -> floating(4, bigEndian, 8, 23, 127);
            default -> floating(8, bigEndian, 11, 52, 1023);
        };
    }

    public static byte[] floating(int width, boolean bigEndian, int exponent, int mantissa, int bias) {
        return bytes(20)
                .put((byte) 0x11)
                .put((byte) (0x20 | (bigEndian ? 1 : 0)))
                .put((byte) (8 * width - 1))
                .put((byte) 0)
                .putInt(width)
                .putShort((short) 0)
                .putShort((short) (8 * width))
                .put((byte) mantissa)
                .put((byte) exponent)
                .put((byte) 0)
                .put((byte) mantissa)
                .putInt(bias)
                .array();
    }

    public static byte[] integer(int width, boolean signed, boolean bigEndian) {
        return bytes(12)
                .put((byte) 0x10)
                .put((byte) ((signed ? 8 : 0) | (bigEndian ? 1 : 0)))
                .putShort((short) 0)
                .putInt(width)
                .putShort((short) 0)
                .putShort((short) (8 * width))
                .array();
    }

    public static byte[] text(int width) {
        return bytes(8).put((byte) 0x13)
                .put((byte) 1)
                .putShort((short) 0)
                .putInt(width)
                .array();
    }

    static byte[] freeText() {
        return bytes(16)
                .put((byte) 0x19)
                .put((byte) 1)
                .putShort((short) 0)
                .putInt(16)
                .put(text(1))
                .array();
    }

    /** As h5py stores truth values. */
    public static byte[] truth() {
        return bytes(8 + 12 + 16 + 2)
                .put((byte) 0x18)
                .put((byte) 2)
                .putShort((short) 0)
                .putInt(1)
                .put(integer(1, true, false))
                .put("FALSE\0\0\0TRUE\0\0\0\0".getBytes(StandardCharsets.US_ASCII))
                .put((byte) 0)
                .put((byte) 1)
                .array();
    }

    public static byte[] opaque(int width) {
        return bytes(16)
                .put((byte) 0x15)
                .put((byte) 8)
                .putShort((short) 0)
                .putInt(width)
                .array();
    }

    private static ByteBuffer bytes(int count) {
        return ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
    }
}
