package org.bitwright.project;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.bitwright.export.AtomicFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The place of the autosave of one sitting, held while its process lives: {@code SITTING.bitwright} and {@code
 * SITTING.lock} in the state folder.
 */
final class AutosaveSlot {
    private static final Logger LOG = LoggerFactory.getLogger(AutosaveSlot.class);
    static final String ENDING = ".bitwright";
    static final String LOCK = ".lock";

    private final Path file;
    private final LockFile lock;

    private AutosaveSlot(Path file, LockFile lock) {
        this.file = file;
        this.lock = lock;
    }

    static Path folder() {
        return StateFolder.path().resolve("autosave");
    }

    /** A new one. */
    static AutosaveSlot create(String sitting) throws IOException {
        Files.createDirectories(folder());
        Path file = folder().resolve(sitting + ENDING);
        return hold(file).orElseThrow(() -> new IOException("'" + file + "' is in use already"));
    }

    /** One that may be there; empty where somebody has it. */
    static Optional<AutosaveSlot> hold(Path file) throws IOException {
        return LockFile.tryHold(withEnding(file, ENDING, LOCK), "").map(held -> new AutosaveSlot(file, held));
    }

    /** What a lock stands for. */
    static Path fileOf(Path lock) {
        return withEnding(lock, LOCK, ENDING);
    }

    private static Path withEnding(Path file, String ending, String other) {
        String name = String.valueOf(file.getFileName());
        return file.resolveSibling(name.substring(0, name.length() - ending.length()) + other);
    }

    Path file() {
        return file;
    }

    /** Removes what lies there; the place stays held. */
    void clear() throws IOException {
        Files.deleteIfExists(file);
        AtomicFile.removeLeft(file);
    }

    /** Lets others have what lies there. */
    void letGo() {
        try {
            lock.close();
        } catch (IOException e) {
            LOG.warn("the autosave {} cannot be let go: {}", file, e.getMessage());
        }
    }
}
