package org.bitwright.io.hdf5;

import java.io.IOException;
import org.bitwright.model.Phrase;

/** Indexes of a number of chunks that never changes (specification IV.A.2.i, version 4, and VII.C). */
final class FixedIndex {
    private static final int SINGLE = 1;
    private static final int IMPLICIT = 2;
    private static final int FIXED_ARRAY = 3;
    private static final int SINGLE_IS_FILTERED = 2;

    private FixedIndex() {}

    /** @param layout behind the extents of a chunk */
    static void read(ChunkGrid grid, Cursor layout, int flags) throws IOException {
        int kind = layout.u8();
        switch (kind) {
            case SINGLE -> {
                boolean filtered = (flags & SINGLE_IS_FILTERED) != 0;
                long bytes = filtered ? layout.length() : grid.chunkBytes();
                long mask = filtered ? layout.u32() : 0;
                if (grid.chunks() == 1) {
                    grid.add(0, new ChunkGrid.Entry(layout.address(), bytes, mask));
                } else if (grid.chunks() > 1) {
                    throw layout.broken(Phrase.of("it should lie in one chunk but has %s", grid.chunks()));
                }
            }
            case IMPLICIT -> implicit(grid, layout.address());
            case FIXED_ARRAY -> {
                layout.skip(1);
                long header = layout.address();
                if (header != Hdf5Space.NOWHERE && grid.chunks() > 0) {
                    array(grid, header);
                }
            }
            default ->
                throw layout.broken(Phrase.of(
                        "its chunks can grow in number (index %s), which is not read; save an array of fixed shape",
                        kind));
        }
    }

    private static void implicit(ChunkGrid grid, long address) throws IOException {
        if (address == Hdf5Space.NOWHERE) {
            return;
        }
        if (!grid.space().holds(address, grid.paddedBytes())) {
            throw grid.space().broken(grid.place(), Phrase.of("its chunks lie outside the file; it may be cut off"));
        }
        for (long index = 0; index < grid.chunks(); index++) {
            grid.add(index, new ChunkGrid.Entry(address + index * grid.chunkBytes(), grid.chunkBytes(), 0));
        }
    }

    private static void array(ChunkGrid grid, long address) throws IOException {
        Hdf5Space space = grid.space();
        Phrase place = Phrase.of("chunks of %s", grid.place());
        Cursor head = Checksum.verified(space, address, 12L + space.lengthBytes() + space.offsetBytes(), place);
        head.signature("FAHD");
        head.version(0);
        boolean filtered = head.u8() == 1;
        int each = head.u8();
        int pageBits = head.u8();
        long count = head.length();
        long block = head.address();
        if (block == Hdf5Space.NOWHERE) {
            return;
        }
        if (pageBits < 62 && count > 1L << pageBits) {
            throw head.broken(
                    Phrase.of("their index is cut into pages, which is not read; save the array contiguously"));
        }
        int sizeBytes = each - space.offsetBytes() - 4;
        boolean fits = filtered ? sizeBytes >= 1 && sizeBytes <= 8 : each == space.offsetBytes();
        if (!fits || count < grid.chunks() || !space.holds(block, count)) {
            throw head.broken(Phrase.of("their index does not fit the array: the file is damaged"));
        }
        Cursor body = Checksum.verified(space, block, 6L + space.offsetBytes() + count * each + 4, place);
        body.signature("FADB");
        body.skip(2 + space.offsetBytes());
        for (long index = 0; index < grid.chunks(); index++) {
            long at = body.address();
            long bytes = filtered ? body.number(sizeBytes) : grid.chunkBytes();
            long mask = filtered ? body.u32() : 0;
            grid.add(index, new ChunkGrid.Entry(at, bytes, mask));
        }
    }
}
