package org.bitwright.project;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Small NPY files, written by hand from the format's description. */
final class NpySamples {
    private NpySamples() {}

    /** Zeros of shape rows × columns. */
    static byte[] floats(int rows, int columns) {
        return floats(columns, new float[rows * columns]);
    }

    /** Values in rows of so many columns. */
    static byte[] floats(int columns, float[] values) {
        int rows = values.length / columns;
        String header = "{'descr': '<f4', 'fortran_order': False, 'shape': (" + rows + ", " + columns + "), }";
        String padded = header + " ".repeat(63 - (10 + header.length()) % 64) + "\n";
        ByteBuffer bytes =
                ByteBuffer.allocate(10 + padded.length() + 4 * rows * columns).order(ByteOrder.LITTLE_ENDIAN);
        bytes.put((byte) 0x93)
                .put("NUMPY".getBytes(StandardCharsets.US_ASCII))
                .put((byte) 1)
                .put((byte) 0);
        bytes.putShort((short) padded.length()).put(padded.getBytes(StandardCharsets.US_ASCII));
        bytes.asFloatBuffer().put(values);
        return bytes.array();
    }
}
