package org.bitwright.io.zip;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.bitwright.fuzz.BadFile;
import org.bitwright.fuzz.Tally;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(Tally.class)
class ZipArchiveTest {
    private static final int DIRECTORY_SIGNATURE = 0x02014b50;

    @TempDir
    Path folder;

    @Test
    void readsStoredAndDeflatedEntries() throws IOException {
        byte[] text = "the same words, the same words, the same words".getBytes(StandardCharsets.UTF_8);

        try (ZipArchive archive = open(zip(ZipEntry.DEFLATED, text), "a.zip")) {
            assertThat(archive.members()).hasSize(2);
            assertThat(archive.read(archive.members().get(0))).isEqualTo(text);
            assertThat(archive.members().get(0).packed()).isLessThan(text.length);
        }
        try (ZipArchive archive = open(zip(ZipEntry.STORED, text), "b.zip")) {
            assertThat(archive.read(archive.member("second").orElseThrow())).isEqualTo(text);
        }
    }

    @Test
    void archiveWithACommentIsFound() throws IOException {
        byte[] plain = zip(ZipEntry.STORED, new byte[] {1});
        byte[] commented = Arrays.copyOf(plain, plain.length + 3);
        commented[plain.length - 2] = 3;

        try (ZipArchive archive = open(commented, "c.zip")) {
            assertThat(archive.members()).hasSize(2);
        }
    }

    @Test
    void damagedBytesFailTheChecksum() throws IOException {
        byte[] bytes = zip(ZipEntry.STORED, new byte[] {1, 2, 3, 4});
        bytes[30 + "first".length()] ^= 1;

        refused(bytes, "crc.zip", "entry 'first'", "checksum");
    }

    @Test
    void entryThatUnpacksToMoreThanItDeclaresIsRefused() throws IOException {
        byte[] bytes = zip(ZipEntry.DEFLATED, new byte[1000]);
        int entry = directoryEntry(bytes, 0);
        littleEndian(bytes).putInt(entry + 24, 10);

        refused(bytes, "more.zip", "more than the 10 bytes");
    }

    @Test
    void entryThatUnpacksToLessThanItDeclaresIsRefused() throws IOException {
        byte[] bytes = zip(ZipEntry.DEFLATED, new byte[1000]);
        littleEndian(bytes).putInt(directoryEntry(bytes, 0) + 24, 2000);

        refused(bytes, "less.zip", "1000 bytes where it declares 2000");
    }

    @Test
    void entryThatClaimsTwoGigabytesIsRefusedBeforeAllocation() throws IOException {
        byte[] bytes = zip(ZipEntry.DEFLATED, new byte[1000]);
        littleEndian(bytes).putInt(directoryEntry(bytes, 0) + 24, 0x7FFFFFF0);

        refused(bytes, "bomb.zip", "more than is allowed");
    }

    @Test
    void duplicateNamesAreRefused() throws IOException {
        byte[] bytes = zip(ZipEntry.STORED, new byte[] {1});
        int entry = directoryEntry(bytes, 1);
        System.arraycopy("first".getBytes(StandardCharsets.UTF_8), 0, bytes, entry + 46, 5);
        littleEndian(bytes).putShort(entry + 28, (short) 5);
        // The freed byte of 'second' becomes a comment of the entry.
        littleEndian(bytes).putShort(entry + 32, (short) 1);

        refused(bytes, "twice.zip", "'first'", "twice");
    }

    @Test
    void overlappingEntriesAreRefused() throws IOException {
        byte[] bytes = zip(ZipEntry.STORED, new byte[64]);
        littleEndian(bytes).putInt(directoryEntry(bytes, 1) + 42, 10);

        refused(bytes, "overlap.zip", "overlaps entry 'first'");
    }

    @Test
    void encryptedAndUnknownMethodsAreRefused() throws IOException {
        byte[] encrypted = zip(ZipEntry.STORED, new byte[] {1});
        littleEndian(encrypted).putShort(directoryEntry(encrypted, 0) + 8, (short) 1);
        byte[] lzma = zip(ZipEntry.STORED, new byte[] {1});
        littleEndian(lzma).putShort(directoryEntry(lzma, 0) + 10, (short) 14);

        refused(encrypted, "e.zip", "encrypted");
        refused(lzma, "l.zip", "method 14");
    }

    @Test
    void headerThatNamesAnotherEntryIsRefused() throws IOException {
        byte[] bytes = zip(ZipEntry.STORED, new byte[] {1});
        bytes[30] = 'F';

        refused(bytes, "name.zip", "another name");
    }

    @Test
    void cutAndEmptyFilesAreRefused() throws IOException {
        byte[] bytes = zip(ZipEntry.STORED, new byte[100]);

        refused(Arrays.copyOf(bytes, 120), "cut.zip", "cut off");
        refused(new byte[0], "empty.zip", "directory");
    }

    @Test
    void directoryOutsideTheFileIsRefused() throws IOException {
        byte[] bytes = zip(ZipEntry.STORED, new byte[100]);
        littleEndian(bytes).putInt(bytes.length - 6, 0x7FFFFFFF);

        refused(bytes, "outside.zip", "outside the file");
    }

    @Test
    void headersThatContradictTheDirectoryAreRefused() throws IOException {
        byte[] method = zip(ZipEntry.STORED, new byte[20]);
        littleEndian(method).putShort(8, (short) 8);
        refused(method, "method.zip", "entry 'first'", "contradicts the directory");
        for (int field : new int[] {14, 18, 22}) {
            byte[] other = zip(ZipEntry.STORED, new byte[20]);
            littleEndian(other).putInt(field, littleEndian(other).getInt(field) + 1);
            refused(other, "field" + field + ".zip", "entry 'first'", "contradicts the directory");
        }
    }

    /** An entry that says its size in a field of 64 bits. */
    private static byte[] wide(long size, long packed, long start) throws IOException {
        byte[] narrow = zip(ZipEntry.STORED, new byte[20]);
        int entry = directoryEntry(narrow, 1);
        int end = entry + 46 + "second".length();
        byte[] bytes = new byte[narrow.length + 28];
        System.arraycopy(narrow, 0, bytes, 0, end);
        System.arraycopy(narrow, end, bytes, end + 28, narrow.length - end);
        ByteBuffer changed = littleEndian(bytes);
        changed.putInt(entry + 20, -1).putInt(entry + 24, -1).putInt(entry + 42, -1);
        changed.putShort(entry + 30, (short) 28);
        changed.putShort(end, (short) 1).putShort(end + 2, (short) 24);
        changed.putLong(end + 4, size).putLong(end + 12, packed).putLong(end + 20, start);
        int last = bytes.length - 22;
        changed.putInt(last + 12, changed.getInt(last + 12) + 28);
        return bytes;
    }

    @Test
    void sizesOf64BitsAreReadAndHeldToTheFile() throws IOException {
        byte[] narrow = zip(ZipEntry.STORED, new byte[20]);
        long start = littleEndian(narrow).getInt(directoryEntry(narrow, 1) + 42);
        BadFile.read(Files.write(folder.resolve("wide.zip"), wide(20, 20, start)), ZipArchiveTest::readAll);
        refused(wide(1L << 40, 1L << 40, start), "far.zip", "entry 'second'", "outside the file");
        refused(wide(Long.MAX_VALUE, Long.MAX_VALUE, start), "most.zip", "entry 'second'", "outside the file");
        refused(wide(-20, -20, start), "less.zip", "entry 'second'", "outside the file");
        refused(wide(20, 20, Long.MAX_VALUE - 10), "late.zip", "entry 'second'", "outside the file");
        refused(wide(20, 20, -1), "early.zip", "entry 'second'", "outside the file");
        refused(wide(20, 20, 0), "same.zip", "overlaps");
        refused(wide(21, 20, start), "two.zip", "its two sizes differ");
    }

    @Test
    void directoriesThatPromiseMoreEntriesThanTheyHoldAreRefused() throws IOException {
        byte[] many = zip(ZipEntry.STORED, new byte[1]);
        littleEndian(many).putShort(many.length - 12, (short) 3000);
        refused(many, "many.zip", "3000 entries do not fit");
        byte[] split = zip(ZipEntry.STORED, new byte[1]);
        littleEndian(split).putShort(split.length - 18, (short) 1);
        refused(split, "split.zip", "split over several files");
        byte[] more = zip(ZipEntry.STORED, new byte[1]);
        littleEndian(more).putShort(more.length - 12, (short) 0xFFFF);
        refused(more, "more.zip", "65535 entries do not fit");
    }

    /** Twenty kilobytes that would become twenty megabytes are fine; a gigabyte is not. */
    @Test
    void whatIsUnpackedInTotalIsLimited() throws IOException {
        byte[] bomb = zip(ZipEntry.DEFLATED, new byte[120 << 20]);
        refused(bomb, "bomb.zip", "entry 'second'", "more than is allowed for this file");
    }

    /** Opens an archive and reads all that is in it. */
    private void refused(byte[] bytes, String name, String... words) throws IOException {
        BadFile.refused("zip", Files.write(folder.resolve(name), bytes), ZipArchiveTest::readAll, words);
    }

    private static void readAll(Path file) throws IOException {
        try (ZipArchive archive = ZipArchive.open(file)) {
            for (ZipMember member : archive.members()) {
                archive.read(member);
            }
        }
    }

    private ZipArchive open(byte[] bytes, String name) throws IOException {
        return ZipArchive.open(Files.write(folder.resolve(name), bytes));
    }

    private static byte[] zip(int method, byte[] content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (String name : new String[] {"first", "second"}) {
                ZipEntry entry = new ZipEntry(name);
                entry.setMethod(method);
                CRC32 crc = new CRC32();
                crc.update(content);
                entry.setSize(content.length);
                entry.setCrc(crc.getValue());
                zip.putNextEntry(entry);
                zip.write(content);
                zip.closeEntry();
            }
        }
        return bytes.toByteArray();
    }

    private static int directoryEntry(byte[] bytes, int number) {
        ByteBuffer buffer = littleEndian(bytes);
        int seen = 0;
        for (int at = 0; at < bytes.length - 4; at++) {
            if (buffer.getInt(at) == DIRECTORY_SIGNATURE && seen++ == number) {
                return at;
            }
        }
        throw new AssertionError("no entry " + number);
    }

    private static ByteBuffer littleEndian(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
