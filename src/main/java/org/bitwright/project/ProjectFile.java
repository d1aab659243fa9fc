package org.bitwright.project;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.bitwright.export.AtomicFile;
import org.bitwright.io.zip.ZipArchive;
import org.bitwright.io.zip.ZipMember;
import org.bitwright.model.InvalidFileException;

/** A {@code .bitwright} file: a zip archive that holds {@code project.json}. */
final class ProjectFile {
    private static final String ENTRY = "project.json";
    private static final long MAX_JSON_BYTES = 128L << 20;
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private ProjectFile() {}

    /** Writes atomically; a file that is replaced stays as {@code NAME.bak} beside the new one. */
    static void write(Path file, SavedWork work) throws IOException {
        byte[] archive = archive(MAPPER.writerWithDefaultPrettyPrinter().writeValueAsBytes(work.json()));
        if (Files.isRegularFile(file)) {
            AtomicFile.write(backup(file), out -> Files.copy(file, out));
        }
        AtomicFile.write(file, out -> out.write(archive));
    }

    static Path backup(Path file) {
        return file.resolveSibling(file.getFileName() + ".bak");
    }

    private static byte[] archive(byte[] json) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry(ENTRY));
            zip.write(json);
            zip.closeEntry();
        }
        return bytes.toByteArray();
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
            return SavedWork.read(file, archive.read(member));
        }
    }
}
