package org.bitwright.model;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Where the little-endian bytes of a tensor lie. Nothing is read before {@link #read} is called; thread-safe. */
public interface TensorBytes {

    /** Number of bytes. */
    long size();

    /**
     * Fills {@code into} from its position to its limit with the bytes that start at {@code offset}.
     *
     * @throws IOException if the bytes cannot be read, or the file is no longer the one that was opened
     */
    void read(long offset, ByteBuffer into) throws IOException;

    /** A part of these bytes; the caller has checked that it lies within them. */
    default TensorBytes slice(long start, long size) {
        return new SlicedBytes(this, start, size);
    }

    /** These bytes where they are big-endian numbers of {@code width} bytes: turned as they are read. */
    default TensorBytes swapped(int width) {
        return new SwappedBytes(this, width);
    }

    /** Bytes in memory, which nobody writes to any more. */
    static TensorBytes of(byte[] bytes) {
        return new HeldBytes(bytes);
    }
}
