package org.bitwright.io.zip;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.bitwright.model.InvalidFileException;
import org.bitwright.model.Phrase;

/** Parses the directory at the end of a zip archive (APPNOTE.TXT 6.3, sections 4.3.12 to 4.3.16, 4.5.3). */
final class CentralDirectory {
    private static final int END_SIGNATURE = 0x06054b50;
    private static final int END_BYTES = 22;
    private static final int MAX_COMMENT = 0xFFFF;
    private static final int LOCATOR_SIGNATURE = 0x07064b50;
    private static final int LOCATOR_BYTES = 20;
    private static final int WIDE_END_SIGNATURE = 0x06064b50;
    private static final int WIDE_END_BYTES = 56;
    private static final int ENTRY_SIGNATURE = 0x02014b50;
    private static final int ENTRY_BYTES = 46;
    private static final int WIDE_EXTRA = 1;
    private static final long WIDE = 0xFFFFFFFFL;
    private static final int MAX_DIRECTORY = 32 << 20;
    private static final int STORED = 0;
    private static final int DEFLATED = 8;
    private static final int ENCRYPTED_FLAGS = 1 | 1 << 6 | 1 << 13;

    private final Path file;
    private final FileChannel channel;

    private CentralDirectory(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    static List<ZipMember> read(Path file, FileChannel channel) throws IOException {
        CentralDirectory directory = new CentralDirectory(file, channel);
        return directory.members(directory.locate());
    }

    /** Where the directory lies and how many entries it has. */
    private record Extent(long start, long bytes, long entries) {}

    private Extent locate() throws IOException {
        long size = channel.size();
        int tailBytes = (int) Math.min(size, END_BYTES + MAX_COMMENT);
        ByteBuffer tail = bytes(size - tailBytes, tailBytes);
        for (int at = tailBytes - END_BYTES; at >= 0; at--) {
            if (tail.getInt(at) == END_SIGNATURE && at + END_BYTES + unsigned16(tail, at + 20) == tailBytes) {
                return extent(tail, at, size - tailBytes + at);
            }
        }
        throw broken(Phrase.NONE, Phrase.of("this zip archive has no directory at its end: it is cut off or damaged"));
    }

    private Extent extent(ByteBuffer tail, int at, long end) throws IOException {
        if (unsigned16(tail, at + 4) != 0 && unsigned16(tail, at + 4) != 0xFFFF) {
            throw broken(
                    Phrase.NONE, Phrase.of("this zip archive is split over several files, which is not supported"));
        }
        Extent narrow = new Extent(unsigned32(tail, at + 16), unsigned32(tail, at + 12), unsigned16(tail, at + 10));
        boolean wide = narrow.start == WIDE || narrow.bytes == WIDE || narrow.entries == 0xFFFF;
        Extent extent = wide ? wideExtent(end - LOCATOR_BYTES, narrow) : narrow;
        if (extent.start < 0 || extent.bytes < 0 || extent.bytes > end || extent.start > end - extent.bytes) {
            throw broken(Phrase.of("directory"), Phrase.of("it lies outside the file"));
        }
        if (extent.bytes > MAX_DIRECTORY || extent.entries > extent.bytes / ENTRY_BYTES) {
            throw broken(
                    Phrase.of("directory"),
                    Phrase.of("its %s entries do not fit its %s bytes", extent.entries, extent.bytes));
        }
        return extent;
    }

    private Extent wideExtent(long locatorAt, Extent narrow) throws IOException {
        if (locatorAt < 0) {
            return narrow;
        }
        ByteBuffer locator = bytes(locatorAt, LOCATOR_BYTES);
        if (locator.getInt(0) != LOCATOR_SIGNATURE) {
            return narrow;
        }
        long at = locator.getLong(8);
        if (at < 0 || at > locatorAt - WIDE_END_BYTES) {
            throw broken(Phrase.of("directory"), Phrase.of("its zip64 record lies outside the file"));
        }
        ByteBuffer record = bytes(at, WIDE_END_BYTES);
        if (record.getInt(0) != WIDE_END_SIGNATURE) {
            throw broken(Phrase.of("directory"), Phrase.of("its zip64 record is damaged"));
        }
        return new Extent(record.getLong(48), record.getLong(40), record.getLong(32));
    }

    private List<ZipMember> members(Extent extent) throws IOException {
        ByteBuffer directory = bytes(extent.start, (int) extent.bytes);
        List<ZipMember> members = new ArrayList<>();
        Set<String> names = new HashSet<>();
        int at = 0;
        for (long entry = 0; entry < extent.entries; entry++) {
            int after = end(directory, at, entry);
            ZipMember member = member(directory, at);
            if (!names.add(member.name())) {
                throw broken(Phrase.of("entry '%s'", member.name()), Phrase.of("the name occurs twice in the archive"));
            }
            if (member.start() < 0
                    || member.packed() < 0
                    || member.size() < 0
                    || member.start() > extent.start - member.packed()) {
                throw broken(Phrase.of("entry '%s'", member.name()), Phrase.of("it lies outside the file"));
            }
            members.add(member);
            at = after;
        }
        return members;
    }

    private int end(ByteBuffer directory, int at, long entry) throws InvalidFileException {
        if (directory.limit() - at < ENTRY_BYTES || directory.getInt(at) != ENTRY_SIGNATURE) {
            throw broken(Phrase.of("directory"), Phrase.of("entry %s is damaged", entry + 1));
        }
        long end = (long) at
                + ENTRY_BYTES
                + unsigned16(directory, at + 28)
                + unsigned16(directory, at + 30)
                + unsigned16(directory, at + 32);
        if (end > directory.limit()) {
            throw broken(Phrase.of("directory"), Phrase.of("entry %s is cut off", entry + 1));
        }
        return (int) end;
    }

    private ZipMember member(ByteBuffer directory, int at) throws InvalidFileException {
        int nameBytes = unsigned16(directory, at + 28);
        byte[] raw = new byte[nameBytes];
        directory.get(at + ENTRY_BYTES, raw);
        String name = new String(raw, StandardCharsets.UTF_8);
        if ((unsigned16(directory, at + 8) & ENCRYPTED_FLAGS) != 0) {
            throw broken(
                    Phrase.of("entry '%s'", name),
                    Phrase.of("it is encrypted; unpack it and pack it without a password"));
        }
        int method = unsigned16(directory, at + 10);
        if (method != STORED && method != DEFLATED) {
            throw broken(
                    Phrase.of("entry '%s'", name), Phrase.of("its compression method %s is not supported", method));
        }
        long[] wide = {unsigned32(directory, at + 24), unsigned32(directory, at + 20), unsigned32(directory, at + 42)};
        widen(directory, at + ENTRY_BYTES + nameBytes, unsigned16(directory, at + 30), wide);
        if (method == STORED && wide[0] != wide[1]) {
            throw broken(Phrase.of("entry '%s'", name), Phrase.of("its two sizes differ though it is not compressed"));
        }
        return new ZipMember(name, method == DEFLATED, unsigned32(directory, at + 16), wide[1], wide[0], wide[2]);
    }

    /** Replaces those of size, packed size and offset that did not fit 32 bits by the zip64 extra field's. */
    private static void widen(ByteBuffer directory, int at, int bytes, long[] fields) {
        int end = at + bytes;
        for (int extra = at; extra + 4 <= end; ) {
            int next = extra + 4 + unsigned16(directory, extra + 2);
            if (unsigned16(directory, extra) == WIDE_EXTRA) {
                int value = extra + 4;
                for (int field = 0; field < fields.length; field++) {
                    if (fields[field] == WIDE && value + 8 <= Math.min(next, end)) {
                        fields[field] = directory.getLong(value);
                        value += 8;
                    }
                }
            }
            extra = next;
        }
    }

    private ByteBuffer bytes(long at, int count) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
        ZipArchive.readFully(file, channel, at, buffer);
        return buffer.flip();
    }

    private InvalidFileException broken(Phrase place, Phrase reason) {
        return new InvalidFileException(file, place, reason);
    }

    private static int unsigned16(ByteBuffer buffer, int at) {
        return buffer.getShort(at) & 0xFFFF;
    }

    private static long unsigned32(ByteBuffer buffer, int at) {
        return buffer.getInt(at) & WIDE;
    }
}
