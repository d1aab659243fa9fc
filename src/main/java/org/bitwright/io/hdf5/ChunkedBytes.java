package org.bitwright.io.hdf5;

import java.io.IOException;
import java.lang.ref.SoftReference;
import java.nio.ByteBuffer;
import java.util.Map;
import org.bitwright.model.TensorBytes;
import org.jspecify.annotations.Nullable;

/** A dataset put together from its chunks when someone looks; kept while the memory is not needed elsewhere. */
final class ChunkedBytes implements TensorBytes {
    private final ChunkGrid grid;
    private final int size;
    private SoftReference<byte @Nullable []> gathered = new SoftReference<>(null);

    ChunkedBytes(ChunkGrid grid, int size) {
        this.grid = grid;
        this.size = size;
    }

    @Override
    public long size() {
        return size;
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
        byte[] into = new byte[size];
        if (grid.entries().size() < grid.chunks()) {
            for (int i = 0; i < size; i++) {
                into[i] = grid.fill()[i % grid.width()];
            }
        }
        Cursor place = new Cursor(grid.space(), grid.place(), ByteBuffer.allocate(0));
        for (Map.Entry<Long, ChunkGrid.Entry> entry : grid.entries().entrySet()) {
            ChunkGrid.Entry stored = entry.getValue();
            ByteBuffer packed = ByteBuffer.allocate((int) stored.bytes());
            grid.space().data(stored.address(), stored.bytes()).read(0, packed);
            put(grid.filters().undo(packed.array(), stored.mask(), grid.chunkBytes(), place), entry.getKey(), into);
        }
        return into;
    }

    /** Copies those rows of a chunk that lie in the array. */
    private void put(byte[] chunk, long index, byte[] into) {
        int rank = grid.shape().rank();
        long[] start = new long[rank];
        long[] count = new long[rank];
        long left = index;
        for (int axis = rank - 1; axis >= 0; axis--) {
            start[axis] = left % grid.chunksAlong(axis) * grid.chunk().extent(axis);
            left /= grid.chunksAlong(axis);
            count[axis] = Math.min(grid.chunk().extent(axis), grid.shape().extent(axis) - start[axis]);
        }
        int run = (int) count[rank - 1] * grid.width();
        long[] at = new long[rank];
        int axis;
        do {
            long from = 0;
            long to = 0;
            for (int i = 0; i < rank; i++) {
                from = from * grid.chunk().extent(i) + at[i];
                to = to * grid.shape().extent(i) + start[i] + at[i];
            }
            System.arraycopy(chunk, (int) from * grid.width(), into, (int) to * grid.width(), run);
            for (axis = rank - 2; axis >= 0 && ++at[axis] == count[axis]; axis--) {
                at[axis] = 0;
            }
        } while (axis >= 0);
    }
}
