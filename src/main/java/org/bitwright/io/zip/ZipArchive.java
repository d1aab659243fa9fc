package org.bitwright.io.zip;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.bitwright.model.InvalidFileException;
import org.bitwright.model.OpenedFile;
import org.bitwright.model.Phrase;
import org.bitwright.model.RegularFile;
import org.bitwright.model.TensorBytes;

/**
 * An open zip archive. Only the central directory says what is in it; entries are unpacked into memory, their real
 * bytes counted and their CRC checked. Encrypted, duplicate and overlapping entries refuse the archive, and what is
 * unpacked in total stays within {@link InflationLimit}. Owns its file; not for several threads at once.
 */
public final class ZipArchive implements AutoCloseable {
    private static final int LOCAL_SIGNATURE = 0x04034b50;
    private static final int LOCAL_BYTES = 30;
    private static final int SIZES_FOLLOW = 1 << 3;
    private static final long WIDE = 0xFFFFFFFFL;
    private static final int CHUNK = 1 << 16;

    private final Path file;
    private final FileChannel channel;
    private final List<ZipMember> members;
    private long budget;

    private ZipArchive(Path file, FileChannel channel) throws IOException {
        this.file = file;
        this.channel = channel;
        this.budget = InflationLimit.of(file);
        this.members = CentralDirectory.read(file, channel);
        refuseOverlaps();
    }

    /**
     * Opens an archive and checks its directory.
     *
     * @throws InvalidFileException if the directory is damaged or breaks a rule
     */
    public static ZipArchive open(Path file) throws IOException {
        RegularFile.check(file);
        FileChannel channel = FileChannel.open(file);
        try {
            return new ZipArchive(file, channel);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    public List<ZipMember> members() {
        return members;
    }

    public Optional<ZipMember> member(String name) {
        return members.stream().filter(m -> m.name().equals(name)).findFirst();
    }

    /**
     * Unpacks an entry.
     *
     * @throws InvalidFileException if its bytes are damaged, or there would be more than the limit allows
     */
    public byte[] read(ZipMember member) throws IOException {
        if (member.size() > budget || member.size() > Integer.MAX_VALUE - 8) {
            throw broken(
                    member,
                    Phrase.of("it would unpack to %s bytes, more than is allowed for this file", member.size()));
        }
        long data = position(member);
        byte[] unpacked = new byte[(int) member.size()];
        budget -= unpacked.length;
        if (member.deflated()) {
            inflate(member, data, unpacked);
        } else {
            readFully(file, channel, data, ByteBuffer.wrap(unpacked));
        }
        CRC32 crc = new CRC32();
        crc.update(unpacked);
        if (crc.getValue() != member.crc()) {
            throw broken(member, Phrase.of("its checksum does not match: the file is damaged"));
        }
        return unpacked;
    }

    /**
     * The bytes of an entry: unpacked into memory where they are compressed; else read where they lie when someone looks,
     * after their CRC was checked.
     *
     * @param opened the archive's own file; the bytes go on without this archive
     */
    public TensorBytes content(OpenedFile opened, ZipMember member) throws IOException {
        return member.deflated()
                ? TensorBytes.of(read(member))
                : new StoredMember(opened, opened.slice(position(member), member.size()), member);
    }

    /**
     * Where the bytes of an entry begin in the file, as they are packed. Whoever reads them there checks the CRC.
     *
     * @throws InvalidFileException if the entry's own header contradicts the directory
     */
    public long position(ZipMember member) throws IOException {
        ByteBuffer header = ByteBuffer.allocate(LOCAL_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        readFully(file, channel, member.start(), header);
        int nameBytes = header.getShort(26) & 0xFFFF;
        ByteBuffer name = ByteBuffer.allocate(nameBytes);
        if (header.getInt(0) != LOCAL_SIGNATURE) {
            throw broken(member, Phrase.of("its header is damaged"));
        }
        readFully(file, channel, member.start() + LOCAL_BYTES, name);
        if (!new String(name.array(), StandardCharsets.UTF_8).equals(member.name())) {
            throw broken(member, Phrase.of("its own header gives it another name than the directory does"));
        }
        refuseOtherHeader(member, header);
        long data = member.start() + LOCAL_BYTES + nameBytes + (header.getShort(28) & 0xFFFF);
        if (data > channel.size() - member.packed()) {
            throw broken(member, Phrase.of("it lies outside the file"));
        }
        return data;
    }

    /**
     * An entry's own header must tell what the directory tells, or other readers would find other bytes in it. Sizes and
     * checksum may stand behind the bytes instead, or in a field for large files.
     */
    private void refuseOtherHeader(ZipMember member, ByteBuffer header) throws InvalidFileException {
        boolean deflated = header.getShort(8) != 0;
        boolean later = (header.getShort(6) & SIZES_FOLLOW) != 0;
        boolean same = later
                || (header.getInt(14) & WIDE) == member.crc()
                        && fits(header.getInt(18) & WIDE, member.packed())
                        && fits(header.getInt(22) & WIDE, member.size());
        if (deflated != member.deflated() || !same) {
            throw broken(
                    member,
                    Phrase.of("its own header contradicts the directory: the file is damaged or was tampered with"));
        }
    }

    private static boolean fits(long told, long known) {
        return told == known || told == WIDE;
    }

    private void inflate(ZipMember member, long data, byte[] into) throws IOException {
        Inflater inflater = new Inflater(true);
        try {
            int done = 0;
            long fed = 0;
            while (!inflater.finished()) {
                if (inflater.needsInput()) {
                    if (fed == member.packed()) {
                        throw broken(member, Phrase.of("its compressed bytes end too early"));
                    }
                    ByteBuffer chunk = ByteBuffer.allocate((int) Math.min(CHUNK, member.packed() - fed));
                    readFully(file, channel, data + fed, chunk);
                    fed += chunk.capacity();
                    inflater.setInput(chunk.flip());
                }
                int count = inflater.inflate(into, done, into.length - done);
                done += count;
                if (count == 0 && done == into.length && !inflater.finished() && !inflater.needsInput()) {
                    throw broken(member, Phrase.of("it unpacks to more than the %s bytes it declares", into.length));
                }
            }
            if (done < into.length) {
                throw broken(member, Phrase.of("it unpacks to %s bytes where it declares %s", done, into.length));
            }
        } catch (DataFormatException e) {
            throw new InvalidFileException(
                    file, Phrase.of("entry '%s'", member.name()), Phrase.of("its compressed bytes are damaged"), e);
        } finally {
            inflater.end();
        }
    }

    private void refuseOverlaps() throws InvalidFileException {
        List<ZipMember> byStart = members.stream()
                .sorted(Comparator.comparingLong(ZipMember::start))
                .toList();
        for (int i = 1; i < byStart.size(); i++) {
            ZipMember before = byStart.get(i - 1);
            long least = LOCAL_BYTES + before.name().getBytes(StandardCharsets.UTF_8).length;
            if (byStart.get(i).start() < before.start() + least + before.packed()) {
                throw broken(byStart.get(i), Phrase.of("it overlaps entry '%s'", before.name()));
            }
        }
    }

    static void readFully(Path file, FileChannel channel, long at, ByteBuffer into) throws IOException {
        while (into.hasRemaining()) {
            int count = channel.read(into, at + into.position());
            if (count < 0) {
                throw new InvalidFileException(file, Phrase.of("it ends too early; it may be cut off"));
            }
        }
    }

    private InvalidFileException broken(ZipMember member, Phrase reason) {
        return new InvalidFileException(file, Phrase.of("entry '%s'", member.name()), reason);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
