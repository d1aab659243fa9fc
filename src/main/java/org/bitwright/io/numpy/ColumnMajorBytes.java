package org.bitwright.io.numpy;

import java.io.IOException;
import java.lang.ref.SoftReference;
import java.nio.ByteBuffer;
import org.bitwright.model.Shape;
import org.bitwright.model.TensorBytes;
import org.jspecify.annotations.Nullable;

/** An array whose first axis varies fastest in its file, turned to row-major order when someone looks. */
final class ColumnMajorBytes implements TensorBytes {
    private final TensorBytes stored;
    private final Shape shape;
    private final int width;
    private SoftReference<byte @Nullable []> turned = new SoftReference<>(null);

    /** @param shape with at least one element, and fewer than 2^31 bytes of them */
    ColumnMajorBytes(TensorBytes stored, Shape shape, int width) {
        this.stored = stored;
        this.shape = shape;
        this.width = width;
    }

    @Override
    public long size() {
        return stored.size();
    }

    @Override
    public synchronized void read(long offset, ByteBuffer into) throws IOException {
        byte @Nullable [] bytes = turned.get();
        if (bytes == null) {
            bytes = turn();
            turned = new SoftReference<>(bytes);
        }
        into.put(bytes, Math.toIntExact(offset), into.remaining());
    }

    private byte[] turn() throws IOException {
        ByteBuffer from = ByteBuffer.allocate(Math.toIntExact(size()));
        stored.read(0, from);
        byte[] into = new byte[from.capacity()];
        int rank = shape.rank();
        long[] strides = new long[rank];
        for (int axis = 0; axis < rank; axis++) {
            strides[axis] = shape.product(0, axis);
        }
        long[] index = new long[rank];
        long at = 0;
        for (int done = 0; done < into.length; done += width) {
            System.arraycopy(from.array(), (int) at * width, into, done, width);
            for (int axis = rank - 1; axis >= 0; axis--) {
                at += strides[axis];
                if (++index[axis] < shape.extent(axis)) {
                    break;
                }
                at -= strides[axis] * shape.extent(axis);
                index[axis] = 0;
            }
        }
        return into;
    }
}
