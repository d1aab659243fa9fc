package org.bitwright.project;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.bitwright.export.AtomicFile;
import org.bitwright.export.JsonField;
import org.bitwright.model.FileFault;
import org.bitwright.model.InvalidFileException;
import org.bitwright.model.Phrase;
import org.bitwright.model.ToldException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A {@code .bitwright} file: a zip archive that holds {@code project.json} and, in entries of their own, changed weights
 * and assigned codes. Beside it lies {@code NAME.bak}, the state before it was last saved: one of the two can be read at
 * every moment, whatever happens.
 */
final class ProjectFile {
    private static final Logger LOG = LoggerFactory.getLogger(ProjectFile.class);
    private static final String ENTRY = "project.json";

    private ProjectFile() {}

    /**
     * What an autosave holds.
     *
     * @param model where the network lay
     * @param note what it says of itself
     */
    record Kept(SavedWork work, Path model, AutosaveNote note) {}

    /**
     * Writes atomically, once what was written has been read back. A file that is replaced stays as the copy of the
     * state before, unless it is damaged: then the copy that is there is the better one.
     */
    static void write(Path file, SavedWork work) throws IOException {
        write(file, work, present -> {});
    }

    /**
     * The same with a look at the file that is replaced.
     *
     * @param before fails if that must stay
     * @return hexadecimal SHA-256 of what was written
     */
    static String write(Path file, SavedWork work, AtomicFile.Step before) throws IOException {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        byte[] json = bytes(file, work.json(entries::put));
        String[] digest = {""};
        ZippedJson.write(file, ENTRY, json, entries, written -> {
            verify(file, () -> read(written));
            digest[0] = KnownVersions.digest(written).orElse("");
            before.accept(file);
            if (isReadable(file)) {
                keepAsBackup(file);
            }
        });
        return digest[0];
    }

    /** The new state is whole by now and replaces the old one at once: it need not wait for a copy that cannot be made. */
    private static void keepAsBackup(Path file) {
        try {
            keepAs(file, backup(file));
        } catch (IOException e) {
            LOG.warn("the state before the last saving of {} is not kept: {}", file, e.getMessage());
        }
    }

    @FunctionalInterface
    private interface Reading {
        Object read() throws IOException;
    }

    private static void verify(Path file, Reading reading) throws IOException {
        try {
            reading.read();
        } catch (InvalidFileException e) {
            Phrase why = e.place().isEmpty() ? e.reason() : Phrase.of("%s: %s", e.place(), e.reason());
            IOException unreadable = new ToldException(
                    Phrase.of("cannot write '%s': what was written cannot be read again (%s)", file, why));
            unreadable.initCause(e);
            throw unreadable;
        }
    }

    /** Writes an autosave in the same way; there is no older copy of it. */
    static void writeAutosave(Path file, SavedWork work, AutosaveNote note) throws IOException {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        ObjectNode root = work.json(entries::put);
        note.put(root);
        ZippedJson.write(file, ENTRY, bytes(file, root), entries, written -> verify(file, () -> readAutosave(written)));
    }

    private static byte[] bytes(Path file, ObjectNode root) throws IOException {
        byte[] json = ZippedJson.bytes(root);
        if (json.length > ZippedJson.MOST_BYTES) {
            throw new ToldException(Phrase.of(
                    "cannot write '%s': the project says more than 128 MB, which could not be opened again; it has too many ranges set by hand, measured configurations or runs of training",
                    file));
        }
        return json;
    }

    static Path backup(Path file) {
        return file.resolveSibling(file.getFileName() + ".bak");
    }

    /** Gives a file a second name, in the place of whatever had it, and leaves it its own. Takes no room on the disk. */
    private static void keepAs(Path file, Path copy) throws IOException {
        AtomicFile.checkTarget(copy);
        Path link = copy.resolveSibling("." + copy.getFileName() + "." + UUID.randomUUID() + ".tmp");
        try {
            Files.createLink(link, file);
        } catch (IOException | UnsupportedOperationException e) {
            // Not every file system has links, and not every user may make them.
            AtomicFile.write(copy, out -> Files.copy(file, out));
            return;
        }
        try {
            AtomicFile.replace(link, copy);
        } finally {
            Files.deleteIfExists(link);
        }
    }

    private static boolean isReadable(Path file) {
        try {
            read(file);
            return true;
        } catch (NewerProjectException e) {
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    static boolean hasPrevious(Path file) {
        try {
            return isReadable(backup(ProjectLock.real(file)));
        } catch (IOException e) {
            return false;
        }
    }

    /** Puts the copy of the state before in the place of the file, which is kept as {@code NAME.damaged}. */
    static void restorePrevious(Path named) throws IOException {
        Path file = ProjectLock.real(named);
        Path copy = backup(file);
        read(copy);
        AtomicFile.write(file, out -> Files.copy(copy, out), written -> {
            verify(file, () -> read(written));
            if (Files.isRegularFile(file)) {
                keepAs(file, damaged(file));
            }
        });
    }

    private static Path damaged(Path file) {
        return free(file, file.getFileName() + ".damaged", "");
    }

    /** Where another version of a file can be kept, to be opened like it. */
    static Path beside(Path file) {
        String name = String.valueOf(file.getFileName());
        int dot = name.lastIndexOf('.');
        int end = dot > 0 ? dot : name.length();
        return free(file, name.substring(0, end) + ".other", name.substring(end));
    }

    /** A name that nothing has yet. */
    private static Path free(Path file, String begin, String end) {
        Path free = file.resolveSibling(begin + end);
        for (int i = 2; Files.exists(free); i++) {
            free = file.resolveSibling(begin + i + end);
        }
        return free;
    }

    /** Gives what is in a file a name beside it, under which it stays when the file is replaced. */
    static Path keepBeside(Path file) throws IOException {
        Path beside = beside(file);
        keepAs(file, beside);
        return beside;
    }

    /**
     * Reads a project file.
     *
     * @throws NewerProjectException if it is of a newer version
     * @throws DamagedProjectException if it cannot be read, and the copy of the state before can
     * @throws InvalidFileException if it is no project file, or damaged
     */
    static SavedWork open(Path file) throws IOException {
        try {
            return read(file);
        } catch (NewerProjectException e) {
            throw e;
        } catch (InvalidFileException e) {
            if (hasPrevious(file)) {
                throw new DamagedProjectException(file, e);
            }
            throw e;
        }
    }

    /** @throws InvalidFileException if it is no project file, damaged, or of a newer version */
    static SavedWork read(Path file) throws IOException {
        refuseOther(file);
        return ZippedJson.read(
                file, ENTRY, Phrase.of("project"), (json, entries) -> SavedWork.read(file, json, entries));
    }

    /** @throws InvalidFileException if it is no autosave, damaged, or of a newer version */
    static Kept readAutosave(Path file) throws IOException {
        refuseOther(file);
        return ZippedJson.read(file, ENTRY, Phrase.of("project"), (json, entries) -> {
            JsonField root = JsonField.parse(file, json);
            SavedWork work = SavedWork.read(file, root, entries);
            try {
                return new Kept(work, Path.of(work.model().absolute()), AutosaveNote.read(root));
            } catch (InvalidPathException e) {
                throw new InvalidFileException(file, Phrase.verbatim("model"), Phrase.toldBy(e), e);
            }
        });
    }

    private static void refuseOther(Path file) throws InvalidFileException {
        if (!Files.isRegularFile(file)) {
            throw new InvalidFileException(
                    file,
                    Files.isDirectory(file) ? Phrase.of("it is a folder, not a project file") : FileFault.MISSING);
        }
    }
}
