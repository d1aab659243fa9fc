package org.bitwright.model;

import java.nio.ByteBuffer;

/** Values in memory, seen as their little-endian bytes. */
record HeldFloats(float[] values) implements TensorBytes {

    @Override
    public long size() {
        return (long) values.length * Float.BYTES;
    }

    @Override
    public void read(long offset, ByteBuffer into) {
        long at = offset;
        while (into.hasRemaining()) {
            int bits = Float.floatToRawIntBits(values[Math.toIntExact(at / Float.BYTES)]);
            int from = (int) (at % Float.BYTES);
            for (int part = from; part < Float.BYTES && into.hasRemaining(); part++, at++) {
                into.put((byte) (bits >>> Byte.SIZE * part));
            }
        }
    }
}
