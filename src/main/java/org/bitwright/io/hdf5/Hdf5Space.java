package org.bitwright.io.hdf5;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.bitwright.model.InvalidFileException;
import org.bitwright.model.Phrase;
import org.bitwright.model.TensorBytes;

/**
 * The address space of a file, from which structures are read. What is read of structures in all is capped by the file's
 * size, and a node of a tree is visited once: no arrangement of addresses makes a reader run in circles or fill the
 * memory. Not for several threads at once.
 */
final class Hdf5Space {
    /** The address of what was never written. */
    static final long NOWHERE = -1;

    private static final int BLOCK = 1 << 14;
    private static final int BLOCKS = 128;
    /** So that a small file of many small structures is read: each costs this and its bytes. */
    private static final int STRUCTURE_COST = 64;

    private static final long FREE_COST = 32L << 20;

    private final Path file;
    private final Phrase part;
    private final TensorBytes content;
    private final Map<Long, byte[]> blocks = new LinkedHashMap<>(BLOCKS, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, byte[]> eldest) {
            return size() > BLOCKS;
        }
    };
    private final Set<Long> visited = new HashSet<>();
    private long base;
    private int offsetBytes = 8;
    private int lengthBytes = 8;
    private long budget;

    /** @param part names the content in messages where it is a part of the file; else empty */
    Hdf5Space(Path file, Phrase part, TensorBytes content) {
        this.file = file;
        this.part = part;
        this.content = content;
        this.budget = FREE_COST + 2 * content.size();
    }

    void layOut(long base, int offsetBytes, int lengthBytes) {
        this.base = base;
        this.offsetBytes = offsetBytes;
        this.lengthBytes = lengthBytes;
    }

    Path file() {
        return file;
    }

    int offsetBytes() {
        return offsetBytes;
    }

    int lengthBytes() {
        return lengthBytes;
    }

    /** Number of bytes behind the base address. */
    long size() {
        return content.size() - base;
    }

    /** Whether {@code length} bytes from {@code address} on lie in the file. */
    boolean holds(long address, long length) {
        return address >= 0 && length >= 0 && length <= size() && address <= size() - length;
    }

    /** A structure of {@code length} bytes. {@code place} names it in messages. */
    Cursor read(long address, long length, Phrase place) throws IOException {
        if (!holds(address, length) || length > Integer.MAX_VALUE - 8) {
            throw broken(place, Phrase.of("it should have %s bytes at byte %s, outside the file", length, address));
        }
        spend(length, place);
        byte[] bytes = new byte[(int) length];
        for (int done = 0; done < bytes.length; ) {
            long at = base + address + done;
            byte[] block = block(at / BLOCK);
            int from = (int) (at % BLOCK);
            int count = Math.min(bytes.length - done, block.length - from);
            System.arraycopy(block, from, bytes, done, count);
            done += count;
        }
        return new Cursor(this, place, ByteBuffer.wrap(bytes));
    }

    private byte[] block(long index) throws IOException {
        byte[] block = blocks.get(index);
        if (block == null) {
            ByteBuffer read = ByteBuffer.allocate((int) Math.min(BLOCK, content.size() - index * BLOCK));
            content.read(index * BLOCK, read);
            block = read.array();
            blocks.put(index, block);
        }
        return block;
    }

    /** As much as {@code wanted} bytes, or fewer where the file ends. */
    Cursor readUpTo(long address, long wanted, Phrase place) throws IOException {
        return read(address, Math.min(wanted, Math.max(0, size() - Math.max(0, address))), place);
    }

    /** The bytes of a dataset, which {@link #holds} has found in the file. */
    TensorBytes data(long address, long length) {
        return content.slice(base + address, length);
    }

    /** Counts bytes that are kept or gone through on the word of the file. */
    void spend(long bytes, Phrase place) throws InvalidFileException {
        budget -= bytes + STRUCTURE_COST;
        if (budget < 0) {
            throw broken(place, Phrase.of("the file's structures refer to more than a file of this size can hold"));
        }
    }

    /** @throws InvalidFileException if this place was visited before: what should be a tree runs in a circle */
    void visit(long address, Phrase place) throws InvalidFileException {
        if (!visited.add(address)) {
            throw broken(place, Phrase.of("two places of the file refer to the same part of it: the file is damaged"));
        }
    }

    InvalidFileException broken(Phrase place, Phrase reason) {
        return new InvalidFileException(file, part.isEmpty() ? place : Phrase.of("%s, %s", part, place), reason);
    }
}
