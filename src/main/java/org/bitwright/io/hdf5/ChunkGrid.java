package org.bitwright.io.hdf5;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.bitwright.model.InvalidFileException;
import org.bitwright.model.Phrase;
import org.bitwright.model.Shape;

/**
 * The chunks that a dataset is cut into, each once, inside the file and on the grid.
 *
 * @param shape of the dataset
 * @param chunk extents of a chunk
 * @param entries stored chunks by their row-major place in the grid
 * @param fill bytes of an element that no chunk holds
 * @param paddedBytes what all chunks of the grid have, with those parts of them that lie outside the dataset
 */
record ChunkGrid(
        Hdf5Space space,
        Phrase place,
        Shape shape,
        Shape chunk,
        int width,
        Filters filters,
        Map<Long, Entry> entries,
        byte[] fill,
        long paddedBytes) {

    /** One stored chunk. */
    record Entry(long address, long bytes, long mask) {}

    /** A row-major index of chunks (specification III.A.1 and IV.A.2.i, version 3): the only one before HDF5 1.10. */
    static ChunkGrid ofVersion3(Hdf5Dataset dataset, Cursor layout, long limit) throws IOException {
        int rank = layout.u8() - 1;
        long tree = layout.address();
        ChunkGrid grid = of(dataset, layout, rank, 4, limit);
        if (tree != Hdf5Space.NOWHERE && grid.paddedBytes > 0) {
            ChunkTree.read(grid, tree);
        }
        return grid;
    }

    /** The indexes of version 4 whose number of chunks is fixed, as that of weights is. */
    static ChunkGrid ofVersion4(Hdf5Dataset dataset, Cursor layout, long limit) throws IOException {
        int flags = layout.u8();
        int rank = layout.u8() - 1;
        int widthOfExtents = layout.u8();
        if (widthOfExtents < 1 || widthOfExtents > 8) {
            throw layout.broken(Phrase.of("extents of its chunks in %s bytes are not known", widthOfExtents));
        }
        ChunkGrid grid = of(dataset, layout, rank, widthOfExtents, limit);
        FixedIndex.read(grid, layout, flags);
        return grid;
    }

    private static ChunkGrid of(Hdf5Dataset dataset, Cursor layout, int rank, int widthOfExtents, long limit)
            throws IOException {
        Shape shape = dataset.shape();
        int width = dataset.type().width();
        if (rank < 1 || rank != shape.rank()) {
            throw layout.broken(Phrase.of("its chunks have %s axes, but it has %s", rank, shape.rank()));
        }
        long[] extents = new long[rank];
        for (int axis = 0; axis < rank; axis++) {
            extents[axis] = layout.number(widthOfExtents);
        }
        long element = layout.number(widthOfExtents);
        if (element != width) {
            throw layout.broken(
                    Phrase.of("its chunks have elements of %s bytes, but it has such of %s", element, width));
        }
        Filters filters = Filters.of(dataset.header(), width);
        byte[] fill = FillValue.of(dataset.header(), width);
        Shape chunk = chunk(layout, extents);
        long padded = padded(layout, shape, chunk, width, limit);
        return new ChunkGrid(
                dataset.space(), dataset.place(), shape, chunk, width, filters, new HashMap<>(), fill, padded);
    }

    private static Shape chunk(Cursor layout, long[] extents) throws InvalidFileException {
        for (long extent : extents) {
            if (extent == 0) {
                throw layout.broken(Phrase.of("its chunks are empty"));
            }
        }
        try {
            return Shape.of(extents);
        } catch (IllegalArgumentException e) {
            InvalidFileException refused =
                    layout.broken(Phrase.of("its chunks ask for more numbers than there can be"));
            refused.initCause(e);
            throw refused;
        }
    }

    private static long padded(Cursor layout, Shape shape, Shape chunk, int width, long limit)
            throws InvalidFileException {
        try {
            long padded = width;
            for (int axis = 0; axis < shape.rank(); axis++) {
                long count = shape.extent(axis) == 0 ? 0 : (shape.extent(axis) - 1) / chunk.extent(axis) + 1;
                padded = Math.multiplyExact(padded, Math.multiplyExact(count, chunk.extent(axis)));
            }
            if (padded <= limit) {
                return padded;
            }
        } catch (ArithmeticException e) {
            // said below
        }
        throw layout.broken(Phrase.of("its chunks unpack to more than is allowed for this file"));
    }

    int chunkBytes() {
        return (int) (chunk.elements() * width);
    }

    long chunksAlong(int axis) {
        return shape.extent(axis) == 0 ? 0 : (shape.extent(axis) - 1) / chunk.extent(axis) + 1;
    }

    long chunks() {
        long count = 1;
        for (int axis = 0; axis < shape.rank(); axis++) {
            count *= chunksAlong(axis);
        }
        return count;
    }

    /**
     * Adds a chunk.
     *
     * @param index its row-major place in the grid
     */
    void add(long index, Entry entry) throws InvalidFileException {
        if (entry.address() == Hdf5Space.NOWHERE) {
            return;
        }
        if (filters.isEmpty() && entry.bytes() != chunkBytes()) {
            throw space.broken(place, Phrase.of("a chunk has %s bytes, not %s", entry.bytes(), chunkBytes()));
        }
        if (!space.holds(entry.address(), entry.bytes()) || entry.bytes() > 2L * chunkBytes() + 1024) {
            throw space.broken(
                    place, Phrase.of("a chunk of %s bytes does not fit the file or the array", entry.bytes()));
        }
        if (entries.put(index, entry) != null) {
            throw space.broken(place, Phrase.of("a chunk is stored twice"));
        }
    }
}
