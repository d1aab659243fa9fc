package org.bitwright.io.hdf5;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import org.bitwright.model.Phrase;

/** A heap of links or attributes, in which they lie by their offsets (specification III.G). */
final class FractalHeap {
    private static final int MANAGED = 0;
    private static final int TINY = 2;
    private static final int MAX_WIDTH = 1 << 12;
    /** Blocks that are kept while the objects in them are read one after the other. */
    private static final int MAX_BLOCKS = 64;

    private final Hdf5Space space;
    private final Phrase place;
    private final long address;
    private int idBytes;
    private boolean checked;
    private int width;
    private long firstBlock;
    private long largestBlock;
    private int offsetBytes;
    private int lengthBytes;
    private long root;
    private int rows;
    private final Map<Long, byte[]> blocks = new HashMap<>();

    private FractalHeap(Hdf5Space space, long address, Phrase place) {
        this.space = space;
        this.address = address;
        this.place = Phrase.of("heap of %s", place);
    }

    static FractalHeap open(Hdf5Space space, long address, Phrase place) throws IOException {
        FractalHeap heap = new FractalHeap(space, address, place);
        heap.readHeader();
        return heap;
    }

    private void readHeader() throws IOException {
        int fields = 5 + 2 + 2 + 1 + 4 + 12 * space.lengthBytes() + 3 * space.offsetBytes() + 2 + 2 + 2 + 2;
        Cursor head = Checksum.verified(space, address, fields + 4L, place);
        head.signature("FRHP");
        head.version(0);
        idBytes = head.u16();
        if (head.u16() != 0) {
            throw head.broken(Phrase.of("it is compressed, which is not read"));
        }
        checked = (head.u8() & 2) != 0;
        long largestObject = head.u32();
        head.skip(2L * space.lengthBytes() + 2L * space.offsetBytes() + 8L * space.lengthBytes());
        width = head.u16();
        firstBlock = head.length();
        largestBlock = head.length();
        int bits = head.u16();
        head.u16();
        root = head.address();
        rows = head.u16();
        boolean powers = Long.bitCount(firstBlock) == 1 && Long.bitCount(largestBlock) == 1;
        if (!powers || firstBlock > largestBlock || width == 0 || width > MAX_WIDTH || bits == 0 || bits > 62) {
            throw head.broken(Phrase.of("its sizes contradict each other: the file is damaged"));
        }
        offsetBytes = (bits + 7) / 8;
        lengthBytes = Math.min((log2(largestBlock) + 7) / 8, log2(Math.max(1, largestObject)) / 8 + 1);
    }

    private static int log2(long value) {
        return 63 - Long.numberOfLeadingZeros(value);
    }

    /** The object that an identifier of this heap names. */
    Cursor object(byte[] identifier) throws IOException {
        Cursor id = new Cursor(space, place, ByteBuffer.wrap(identifier));
        if (identifier.length < idBytes) {
            throw id.broken(Phrase.of("an identifier in its index is too short"));
        }
        int first = id.u8();
        int type = first >> 4 & 3;
        if (type == TINY && idBytes <= 18) {
            return id.part((first & 0xF) + 1L);
        }
        if (type != MANAGED) {
            throw id.broken(Phrase.of("an object too large for its blocks is not read"));
        }
        long offset = id.number(offsetBytes);
        long length = id.number(lengthBytes);
        return object(offset, length);
    }

    private Cursor object(long offset, long length) throws IOException {
        if (root == Hdf5Space.NOWHERE) {
            throw space.broken(place, Phrase.of("it is empty where an object should lie"));
        }
        return rows == 0 ? inBlock(root, firstBlock, 0, offset, length) : inRows(root, rows, 0, offset, length);
    }

    /** @param start offset in the heap at which the block begins */
    private Cursor inBlock(long block, long size, long start, long offset, long length) throws IOException {
        byte[] bytes = blocks.get(block);
        if (bytes == null) {
            Cursor read = space.read(block, size, place);
            read.signature("FHDB");
            bytes = space.read(block, size, place).bytes(size);
            if (blocks.size() == MAX_BLOCKS) {
                blocks.clear();
            }
            blocks.put(block, bytes);
        }
        long from = offset - start;
        long head = 5 + space.offsetBytes() + offsetBytes + (checked ? 4 : 0);
        if (from < head || length > bytes.length - from) {
            throw space.broken(place, Phrase.of("an object lies outside its block: the file is damaged"));
        }
        space.spend(length, place);
        Cursor object = new Cursor(
                space, place, ByteBuffer.wrap(bytes, (int) from, (int) length).slice());
        return object;
    }

    private long rowSize(int row) {
        return row == 0 ? firstBlock : firstBlock << row - 1;
    }

    private Cursor inRows(long block, int count, long start, long offset, long length) throws IOException {
        int maxDirect = log2(largestBlock) - log2(firstBlock) + 2;
        long rowStart = start;
        int entry = 0;
        for (int row = 0; row < count; row++, entry += width) {
            if (row > 50 || log2(rowSize(row)) + log2(width) > 60) {
                break;
            }
            long size = rowSize(row);
            if (offset < rowStart + size * width) {
                int column = (int) ((offset - rowStart) / size);
                long child = child(block, entry + column);
                long childStart = rowStart + size * column;
                if (row < maxDirect) {
                    return inBlock(child, size, childStart, offset, length);
                }
                int childRows = log2(size) - log2(firstBlock * Long.highestOneBit(width)) + 1;
                if (childRows >= row) {
                    break;
                }
                return inRows(child, childRows, childStart, offset, length);
            }
            rowStart += size * width;
        }
        throw space.broken(place, Phrase.of("an object lies outside it: the file is damaged"));
    }

    private long child(long block, int entry) throws IOException {
        int head = 5 + space.offsetBytes() + offsetBytes;
        Cursor signature = space.read(block, 4, place);
        signature.signature("FHIB");
        return space.read(block + head + (long) entry * space.offsetBytes(), space.offsetBytes(), place)
                .address();
    }
}
