package org.bitwright.project;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bitwright.export.AtomicFile;
import org.bitwright.model.InvalidFileException;

/**
 * A {@code .bitwright} file: a zip archive that holds {@code project.json} and, in entries of their own, changed weights
 * and assigned codes.
 */
final class ProjectFile {
    private static final String ENTRY = "project.json";

    private ProjectFile() {}

    /** Writes atomically; a file that is replaced stays as {@code NAME.bak} beside the new one. */
    static void write(Path file, SavedWork work) throws IOException {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        byte[] json = ZippedJson.bytes(work.json(entries::put));
        if (json.length > ZippedJson.MOST_BYTES) {
            throw new IOException("cannot write '" + file + "': the project says more than 128 MB, which could not be"
                    + " opened again; it has too many ranges set by hand, measured configurations or runs of training");
        }
        if (Files.isRegularFile(file)) {
            AtomicFile.write(backup(file), out -> Files.copy(file, out));
        }
        ZippedJson.write(file, ENTRY, json, entries);
    }

    static Path backup(Path file) {
        return file.resolveSibling(file.getFileName() + ".bak");
    }

    static boolean hasPrevious(Path file) {
        try {
            read(backup(file));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    static void restorePrevious(Path file) throws IOException {
        AtomicFile.write(file, out -> Files.copy(backup(file), out));
    }

    /** @throws InvalidFileException if it is no project file, damaged, or of a newer version */
    static SavedWork read(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new InvalidFileException(
                    file, "", Files.isDirectory(file) ? "it is a folder, not a project file" : "there is no such file");
        }
        return ZippedJson.read(file, ENTRY, "project", (json, entries) -> SavedWork.read(file, json, entries));
    }
}
