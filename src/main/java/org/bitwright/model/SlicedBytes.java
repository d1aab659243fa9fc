package org.bitwright.model;

import java.io.IOException;
import java.nio.ByteBuffer;

/** A part of other bytes. */
record SlicedBytes(TensorBytes whole, long start, long size) implements TensorBytes {

    @Override
    public void read(long offset, ByteBuffer into) throws IOException {
        if (offset < 0 || offset > size - into.remaining()) {
            throw new IndexOutOfBoundsException(offset + " + " + into.remaining() + " of " + size);
        }
        whole.read(start + offset, into);
    }
}
