package org.bitwright.project;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import org.bitwright.export.AtomicFile;
import org.bitwright.model.Phrase;
import org.bitwright.model.ToldException;
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
    private static final String TARGET = ".target";
    private static final int LONGEST_TARGET = 1 << 16;

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
        return hold(file).orElseThrow(() -> new ToldException(Phrase.of("'%s' is in use already", file)));
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

    /**
     * Notes where a sitting is about to be saved, so that its autosave is known to be out of date even if its process is
     * killed before it can tidy up. Of use only where that is not the file that the autosave names.
     */
    static void announce(String sitting, Path target) {
        Path file = folder().resolve(sitting + ENDING);
        if (!Files.exists(withEnding(file, ENDING, LOCK))) {
            return;
        }
        try {
            byte[] path = target.toAbsolutePath().toString().getBytes(StandardCharsets.UTF_8);
            AtomicFile.write(withEnding(file, ENDING, TARGET), out -> out.write(path));
        } catch (IOException e) {
            LOG.debug("{} is not noted: {}", target, e.getMessage());
        }
    }

    /** Where it was about to be saved last, as far as that was noted. */
    Optional<Path> announced() throws IOException {
        Path target = withEnding(file, ENDING, TARGET);
        try {
            return Files.isRegularFile(target) && Files.size(target) < LONGEST_TARGET
                    ? Optional.of(Path.of(Files.readString(target)))
                    : Optional.empty();
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    /** Removes what lies there; the place stays held. */
    void clear() throws IOException {
        Files.deleteIfExists(file);
        Files.deleteIfExists(withEnding(file, ENDING, TARGET));
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
