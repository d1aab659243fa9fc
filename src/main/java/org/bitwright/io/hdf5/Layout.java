package org.bitwright.io.hdf5;

import java.io.IOException;
import org.bitwright.io.hdf5.Hdf5Dataset.StoredNumbers;
import org.bitwright.model.InvalidFileException;
import org.bitwright.model.Phrase;
import org.bitwright.model.TensorBytes;

/** Finds the bytes of a dataset by its layout message (specification IV.A.2.i). */
final class Layout {
    private static final int COMPACT = 0;
    private static final int CONTIGUOUS = 1;
    private static final int CHUNKED = 2;

    private final Hdf5Dataset dataset;
    private final Hdf5Space space;
    private final long bytes;
    private final long limit;

    /**
     * @param bytes that shape and type ask for
     * @param limit of those that take memory
     */
    Layout(Hdf5Dataset dataset, long bytes, long limit) {
        this.dataset = dataset;
        this.space = dataset.space();
        this.bytes = bytes;
        this.limit = limit;
    }

    StoredNumbers read(Cursor message) throws IOException {
        int version = message.u8();
        if (version != 3 && version != 4) {
            throw message.broken(
                    Phrase.of("its layout of version %s is not read; save it with HDF5 1.6 or newer", version));
        }
        int kind = message.u8();
        return switch (kind) {
            case COMPACT -> compact(message);
            case CONTIGUOUS -> contiguous(message);
            case CHUNKED -> chunked(message, version);
            default ->
                throw message.broken(Phrase.of("it is a view of other arrays (a virtual dataset), which is not read"));
        };
    }

    private StoredNumbers compact(Cursor message) throws IOException {
        long stored = message.u16();
        if (stored < bytes) {
            throw needs(stored);
        }
        return new StoredNumbers(TensorBytes.of(message.bytes(bytes)), Hdf5Space.NOWHERE, bytes);
    }

    private StoredNumbers contiguous(Cursor message) throws IOException {
        long address = message.address();
        long stored = message.length();
        if (bytes == 0) {
            return new StoredNumbers(TensorBytes.of(new byte[0]), Hdf5Space.NOWHERE, 0);
        }
        if (address == Hdf5Space.NOWHERE) {
            checkLimit(bytes);
            byte[] fill = FillValue.of(dataset.header(), dataset.type().width());
            return new StoredNumbers(new FilledBytes(fill, bytes), Hdf5Space.NOWHERE, bytes);
        }
        if (stored < bytes) {
            throw needs(stored);
        }
        if (!space.holds(address, bytes)) {
            throw message.broken(Phrase.of("its numbers lie outside the file; it may be cut off"));
        }
        return new StoredNumbers(space.data(address, bytes), address, 0);
    }

    private StoredNumbers chunked(Cursor message, int version) throws IOException {
        ChunkGrid grid = version == 3
                ? ChunkGrid.ofVersion3(dataset, message, limit)
                : ChunkGrid.ofVersion4(dataset, message, limit);
        if (bytes == 0) {
            return new StoredNumbers(TensorBytes.of(new byte[0]), Hdf5Space.NOWHERE, 0);
        }
        checkLimit(bytes);
        if (grid.paddedBytes() > Integer.MAX_VALUE - 64) {
            throw space.broken(
                    dataset.place(), Phrase.of("it lies in chunks of more than 2 GB together; save it contiguously"));
        }
        return new StoredNumbers(new ChunkedBytes(grid, (int) bytes), Hdf5Space.NOWHERE, grid.paddedBytes());
    }

    private void checkLimit(long wanted) throws InvalidFileException {
        if (wanted > limit) {
            throw space.broken(
                    dataset.place(),
                    Phrase.of("its %s bytes in memory are more than is allowed for this file", wanted));
        }
    }

    private InvalidFileException needs(long stored) {
        return space.broken(
                dataset.place(),
                Phrase.of("its shape %s needs %s bytes, but %s are stored", dataset.shape(), bytes, stored));
    }
}
