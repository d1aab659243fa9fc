package org.bitwright.io.tflite;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bitwright.model.InvalidFileException;
import org.bitwright.model.OpenedFile;
import org.bitwright.model.Phrase;
import org.bitwright.model.TensorBytes;

/**
 * The bytes of a flatbuffer (FlatBuffers internals: tables, vtables, vectors, strings). Nothing outside the file is
 * reached, and what is gone through in all is capped by its size, so that offsets which lead to the same place again and
 * again come to an end. Not for several threads at once.
 */
final class FlatFile {
    private static final int BLOCK = 1 << 14;
    private static final int BLOCKS = 128;
    private static final long FREE_COST = 32L << 20;
    /** What a table takes in memory. */
    private static final int TABLE_COST = 64;

    private static final int MAX_TEXT = 1 << 16;

    private final OpenedFile file;
    private final Map<Long, byte[]> blocks = new LinkedHashMap<>(BLOCKS, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, byte[]> eldest) {
            return size() > BLOCKS;
        }
    };
    private long budget;

    FlatFile(OpenedFile file) {
        this.file = file;
        this.budget = FREE_COST + 2 * file.size();
    }

    Path path() {
        return file.path();
    }

    long size() {
        return file.size();
    }

    TensorBytes slice(long from, long bytes) {
        return file.slice(from, bytes);
    }

    /** The root table, behind the four bytes of its offset and the identifier. */
    FlatTable root(Phrase place) throws IOException {
        return table(u32(0, place), place);
    }

    FlatTable table(long position, Phrase place) throws IOException {
        checkAligned(position, place);
        need(position, 4, place);
        long vtable = position - number(position, 4, place);
        need(vtable, 4, place);
        long vtableBytes = number(vtable, 2, place) & 0xFFFF;
        long tableBytes = number(vtable + 2, 2, place) & 0xFFFF;
        if (vtable % 2 != 0 || vtableBytes < 4 || vtableBytes % 2 != 0 || tableBytes < 4) {
            throw broken(place, Phrase.of("its table is malformed: the file is damaged"));
        }
        need(vtable, vtableBytes, place);
        need(position, tableBytes, place);
        spend(vtableBytes + tableBytes, place);
        return new FlatTable(this, position, vtable, (int) vtableBytes, (int) tableBytes, place);
    }

    /** The vector whose offset lies at {@code at}. */
    FlatVector vector(long at, int width, Phrase place) throws IOException {
        long start = at + u32(at, place);
        checkAligned(start, place);
        need(start, 4, place);
        long count = u32(start, place);
        need(start + 4, count * width, place);
        spend(4, place);
        return new FlatVector(this, start + 4, (int) count, width, place);
    }

    String text(FlatVector bytes) throws IOException {
        if (bytes.count() > MAX_TEXT) {
            throw broken(bytes.place(), Phrase.of("a name of %s bytes is not read", bytes.count()));
        }
        spend(bytes.count(), bytes.place());
        byte[] text = new byte[bytes.count()];
        for (int i = 0; i < text.length; i++) {
            text[i] = (byte) number(bytes.start() + i, 1, bytes.place());
        }
        return new String(text, StandardCharsets.UTF_8);
    }

    long u32(long at, Phrase place) throws IOException {
        return number(at, 4, place) & 0xFFFFFFFFL;
    }

    /** A little-endian number of 1, 2, 4 or 8 bytes, with its sign. */
    long number(long at, int width, Phrase place) throws IOException {
        need(at, width, place);
        long value = 0;
        for (int i = width - 1; i >= 0; i--) {
            byte[] block = block((at + i) / BLOCK);
            int next = block[(int) ((at + i) % BLOCK)];
            value = i == width - 1 ? next : value << 8 | next & 0xFF;
        }
        return value;
    }

    private byte[] block(long index) throws IOException {
        byte[] block = blocks.get(index);
        if (block == null) {
            ByteBuffer read = ByteBuffer.allocate((int) Math.min(BLOCK, size() - index * BLOCK))
                    .order(ByteOrder.LITTLE_ENDIAN);
            file.read(index * BLOCK, read);
            block = read.array();
            blocks.put(index, block);
        }
        return block;
    }

    /** Whether so many bytes lie in the file. */
    boolean holds(long from, long bytes) {
        return from >= 0 && bytes >= 0 && bytes <= size() && from <= size() - bytes;
    }

    private void need(long from, long bytes, Phrase place) throws InvalidFileException {
        if (!holds(from, bytes)) {
            throw broken(place, Phrase.of("it lies outside the file, which may be cut off or damaged"));
        }
    }

    private void checkAligned(long position, Phrase place) throws InvalidFileException {
        if (position % 4 != 0) {
            throw broken(place, Phrase.of("it does not begin at a multiple of four bytes: the file is damaged"));
        }
    }

    void spend(long bytes, Phrase place) throws InvalidFileException {
        budget -= bytes + TABLE_COST;
        if (budget < 0) {
            throw broken(place, Phrase.of("the file refers to more than a file of its size can hold"));
        }
    }

    InvalidFileException broken(Phrase place, Phrase reason) {
        return new InvalidFileException(path(), place, reason);
    }
}
