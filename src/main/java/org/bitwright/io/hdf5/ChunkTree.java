package org.bitwright.io.hdf5;

import java.io.IOException;
import org.bitwright.model.Phrase;

/** The B-tree of version 1 that lists a dataset's chunks (specification III.A.1, node type 1). */
final class ChunkTree {
    private static final int MAX_LEVEL = 8;

    private final ChunkGrid grid;
    private final Hdf5Space space;
    private final Phrase place;

    private ChunkTree(ChunkGrid grid) {
        this.grid = grid;
        this.space = grid.space();
        this.place = Phrase.of("chunks of %s", grid.place());
    }

    static void read(ChunkGrid grid, long root) throws IOException {
        new ChunkTree(grid).node(root, -1);
    }

    /** @param level that the node must have; −1 for the root, which may have any */
    private void node(long address, int level) throws IOException {
        space.visit(address, place);
        int rank = grid.shape().rank();
        Cursor head = space.read(address, 8 + 2L * space.offsetBytes(), place);
        head.signature("TREE");
        int type = head.u8();
        int found = head.u8();
        int entries = head.u16();
        if (type != 1 || level >= 0 && found != level || found > MAX_LEVEL) {
            throw head.broken(Phrase.of("one of its nodes is not of the kind or level that its place asks for"));
        }
        int each = 8 + 8 * (rank + 1) + space.offsetBytes();
        Cursor body = space.read(address + 8 + 2L * space.offsetBytes(), (long) each * entries, place);
        for (int i = 0; i < entries; i++) {
            long bytes = body.u32();
            long mask = body.u32();
            Cursor start = body.part(8L * (rank + 1));
            long child = body.address();
            if (found == 0) {
                grid.add(index(start), new ChunkGrid.Entry(child, bytes, mask));
            } else {
                node(child, found - 1);
            }
        }
    }

    private long index(Cursor start) throws IOException {
        long index = 0;
        for (int axis = 0; axis < grid.shape().rank(); axis++) {
            long at = start.number(8);
            long extent = grid.chunk().extent(axis);
            if (at % extent != 0 || at / extent >= grid.chunksAlong(axis)) {
                throw start.broken(Phrase.of("a chunk begins at element %s of axis %s, which no chunk does", at, axis));
            }
            index = index * grid.chunksAlong(axis) + at / extent;
        }
        return index;
    }
}
