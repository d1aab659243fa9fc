package org.bitwright.io.torch;

import java.io.IOException;
import java.lang.ref.SoftReference;
import java.nio.ByteBuffer;
import org.bitwright.model.Shape;
import org.bitwright.model.TensorBytes;
import org.jspecify.annotations.Nullable;

/**
 * The row-major little-endian bytes of a view that its storage holds in another order: one with strides of its own, or of
 * a machine of the other byte order. Gathered when someone looks, and kept while there is room.
 */
final class GatheredBytes implements TensorBytes {
    /** Bytes of a storage that can be held. */
    static final long LARGEST = Integer.MAX_VALUE - 8;

    private final TensorBytes storage;
    private final TensorView view;
    private final Shape shape;
    private final boolean swapped;
    private SoftReference<byte[]> gathered = new SoftReference<>(null);

    /** @param view checked: it has elements, and all of them lie in the storage */
    GatheredBytes(TensorBytes storage, TensorView view, Shape shape, boolean swapped) {
        this.storage = storage;
        this.view = view;
        this.shape = shape;
        this.swapped = swapped;
    }

    @Override
    public long size() {
        return shape.elements() * view.storage().type().width();
    }

    @Override
    public synchronized void read(long offset, ByteBuffer into) throws IOException {
        byte @Nullable [] bytes = gathered.get();
        if (bytes == null) {
            bytes = gather();
            gathered = new SoftReference<>(bytes);
        }
        into.put(bytes, Math.toIntExact(offset), into.remaining());
    }

    private byte[] gather() throws IOException {
        int width = view.storage().type().width();
        byte[] into = new byte[Math.toIntExact(size())];
        byte[] span = span(width);
        long[] index = new long[shape.rank()];
        long at = 0;
        for (int done = 0; done < into.length; done += width) {
            copy(span, (int) at * width, into, done, width);
            for (int axis = shape.rank() - 1; axis >= 0; axis--) {
                at += view.strides()[axis];
                if (++index[axis] < shape.extent(axis)) {
                    break;
                }
                at -= view.strides()[axis] * shape.extent(axis);
                index[axis] = 0;
            }
        }
        return into;
    }

    /** The part of the storage between the view's first element and its last. */
    private byte[] span(int width) throws IOException {
        long elements = 1;
        for (int axis = 0; axis < shape.rank(); axis++) {
            elements += (shape.extent(axis) - 1) * view.strides()[axis];
        }
        ByteBuffer span = ByteBuffer.allocate(Math.toIntExact(elements * width));
        storage.read(view.offset() * width, span);
        return span.array();
    }

    private void copy(byte[] from, int at, byte[] into, int to, int width) {
        if (!swapped) {
            System.arraycopy(from, at, into, to, width);
            return;
        }
        int part = view.storage().type().swapWidth();
        for (int i = 0; i < width; i++) {
            into[to + i] = from[at + i / part * part + part - 1 - i % part];
        }
    }
}
