package org.bitwright.io.hdf5;

import java.nio.ByteBuffer;
import org.bitwright.model.TensorBytes;

/** The same element over and over. */
record FilledBytes(byte[] element, long size) implements TensorBytes {

    @Override
    public void read(long offset, ByteBuffer into) {
        long at = offset;
        while (into.hasRemaining()) {
            into.put(element[(int) (at++ % element.length)]);
        }
    }
}
