package org.bitwright.project;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.bitwright.export.AtomicFile;
import org.bitwright.export.ChangedWeights;
import org.bitwright.io.zip.ZipArchive;
import org.bitwright.io.zip.ZipMember;
import org.bitwright.model.InvalidFileException;
import org.bitwright.model.Phrase;

/** A zip archive that holds a JSON document and, in entries of their own, what the document refers to. */
final class ZippedJson {
    static final long MOST_BYTES = 128L << 20;
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private ZippedJson() {}

    static byte[] bytes(ObjectNode json) throws IOException {
        return MAPPER.writeValueAsBytes(json);
    }

    /** Writes atomically. */
    static void write(Path file, String entry, byte[] json, Map<String, byte[]> entries) throws IOException {
        write(file, entry, json, entries, written -> {});
    }

    /** @param before looks at what is written before it takes its place */
    static void write(Path file, String entry, byte[] json, Map<String, byte[]> entries, AtomicFile.Step before)
            throws IOException {
        AtomicFile.write(file, out -> archive(out, entry, json, entries), before);
    }

    private static void archive(OutputStream out, String name, byte[] json, Map<String, byte[]> entries)
            throws IOException {
        ZipOutputStream zip = new ZipOutputStream(out);
        zip.putNextEntry(new ZipEntry(name));
        zip.write(json);
        zip.closeEntry();
        for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
            zip.putNextEntry(stored(entry.getKey(), entry.getValue()));
            zip.write(entry.getValue());
            zip.closeEntry();
        }
        zip.finish();
    }

    /** Not compressed: a reader that limits how much a file may unpack to always takes it. */
    private static ZipEntry stored(String name, byte[] bytes) {
        ZipEntry entry = new ZipEntry(name);
        CRC32 crc = new CRC32();
        crc.update(bytes);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(bytes.length);
        entry.setCompressedSize(bytes.length);
        entry.setCrc(crc.getValue());
        return entry;
    }

    /** Makes something of a document and its entries. */
    @FunctionalInterface
    interface Reader<T> {
        T read(byte[] json, ChangedWeights.KeptEntries entries) throws IOException;
    }

    /**
     * @param what the file should be, for messages
     * @throws InvalidFileException if the archive is damaged, or has no such document
     */
    static <T> T read(Path file, String name, Phrase what, Reader<T> reader) throws IOException {
        try (ZipArchive archive = ZipArchive.open(file)) {
            ZipMember member = archive.member(name)
                    .orElseThrow(() -> new InvalidFileException(
                            file, Phrase.of("it is no %s of Bitwright: '%s' is not in it", what, name)));
            if (member.size() > MOST_BYTES) {
                throw new InvalidFileException(
                        file, Phrase.verbatim(name), Phrase.of("it is over 128 MB, too large for a %s", what));
            }
            return reader.read(archive.read(member), entry -> read(archive, entry));
        }
    }

    private static Optional<byte[]> read(ZipArchive archive, String name) throws IOException {
        Optional<ZipMember> member = archive.member(name);
        return member.isPresent() ? Optional.of(archive.read(member.get())) : Optional.empty();
    }
}
