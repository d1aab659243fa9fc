package org.bitwright.io.torch;

import java.nio.ByteBuffer;
import org.bitwright.model.TensorBytes;

/** Bytes in memory, which nobody writes to any more. */
record HeldBytes(byte[] bytes) implements TensorBytes {
    static final HeldBytes NONE = new HeldBytes(new byte[0]);

    @Override
    public long size() {
        return bytes.length;
    }

    @Override
    public void read(long offset, ByteBuffer into) {
        into.put(bytes, Math.toIntExact(offset), into.remaining());
    }
}
