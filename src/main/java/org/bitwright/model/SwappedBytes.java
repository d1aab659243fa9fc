package org.bitwright.model;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Numbers of big-endian files, turned as they are read. */
record SwappedBytes(TensorBytes stored, int width) implements TensorBytes {
    private static final int CHUNK = 1 << 16;

    @Override
    public long size() {
        return stored.size();
    }

    @Override
    public void read(long offset, ByteBuffer into) throws IOException {
        long at = offset;
        while (into.hasRemaining()) {
            int skipped = (int) (at % width);
            int wanted = Math.min(CHUNK, skipped + into.remaining());
            ByteBuffer chunk = ByteBuffer.allocate((wanted + width - 1) / width * width);
            stored.read(at - skipped, chunk);
            byte[] bytes = chunk.array();
            int count = Math.min(bytes.length - skipped, into.remaining());
            for (int i = skipped; i < skipped + count; i++) {
                into.put(bytes[i / width * width + width - 1 - i % width]);
            }
            at += count;
        }
    }
}
