package org.bitwright.model;

import java.nio.ByteBuffer;

/** Bytes in memory, which nobody writes to any more. */
record HeldBytes(byte[] bytes) implements TensorBytes {
    @Override
    public long size() {
        return bytes.length;
    }

    @Override
    public void read(long offset, ByteBuffer into) {
        into.put(bytes, Math.toIntExact(offset), into.remaining());
    }
}
