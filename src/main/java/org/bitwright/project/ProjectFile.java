package org.bitwright.project;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.bitwright.export.AtomicFile;
import org.bitwright.io.zip.ZipArchive;
import org.bitwright.io.zip.ZipMember;
import org.bitwright.model.InvalidFileException;

/**
 * A {@code .bitwright} file: a zip archive that holds {@code project.json} and, in entries of their own, changed weights
 * and assigned codes.
 */
final class ProjectFile {
    private static final String ENTRY = "project.json";
    private static final long MAX_JSON_BYTES = 128L << 20;
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private ProjectFile() {}

    /** Writes atomically; a file that is replaced stays as {@code NAME.bak} beside the new one. */
    static void write(Path file, SavedWork work) throws IOException {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        byte[] json = MAPPER.writeValueAsBytes(work.json(entries::put));
        if (json.length > MAX_JSON_BYTES) {
            throw new IOException("cannot write '" + file + "': the project says more than 128 MB, which could not be"
                    + " opened again; it has too many ranges set by hand or measured configurations");
        }
        if (Files.isRegularFile(file)) {
            AtomicFile.write(backup(file), out -> Files.copy(file, out));
        }
        AtomicFile.write(file, out -> archive(out, json, entries));
    }

    static Path backup(Path file) {
        return file.resolveSibling(file.getFileName() + ".bak");
    }

    private static void archive(OutputStream out, byte[] json, Map<String, byte[]> entries) throws IOException {
        ZipOutputStream zip = new ZipOutputStream(out);
        zip.putNextEntry(new ZipEntry(ENTRY));
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

    /** @throws InvalidFileException if it is no project file, damaged, or of a newer version */
    static SavedWork read(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new InvalidFileException(
                    file, "", Files.isDirectory(file) ? "it is a folder, not a project file" : "there is no such file");
        }
        try (ZipArchive archive = ZipArchive.open(file)) {
            ZipMember member = archive.member(ENTRY)
                    .orElseThrow(() -> new InvalidFileException(
                            file, "", "it is no project of Bitwright: '" + ENTRY + "' is not in it"));
            if (member.size() > MAX_JSON_BYTES) {
                throw new InvalidFileException(file, ENTRY, "it is over 128 MB, too large for a project");
            }
            return SavedWork.read(file, archive.read(member), name -> read(archive, name));
        }
    }

    private static Optional<byte[]> read(ZipArchive archive, String name) throws IOException {
        Optional<ZipMember> member = archive.member(name);
        return member.isPresent() ? Optional.of(archive.read(member.get())) : Optional.empty();
    }
}
