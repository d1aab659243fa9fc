package org.bitwright.project;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.bitwright.export.AtomicFile;
import org.bitwright.model.InvalidFileException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Unsaved work of programs that did not end in order. */
public final class Recoveries {
    private static final Logger LOG = LoggerFactory.getLogger(Recoveries.class);

    private Recoveries() {}

    /**
     * Newest first. What belongs to a program that lives is left out; so is what cannot be read, which is kept as {@code
     * NAME.broken}. What was saved after all is removed.
     */
    public static List<Recovery> found() {
        return in(AutosaveSlot.folder());
    }

    static List<Recovery> in(Path folder) {
        List<Recovery> found = new ArrayList<>();
        if (Files.isDirectory(folder)) {
            try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*" + AutosaveSlot.ENDING)) {
                for (Path file : files) {
                    of(file).ifPresent(found::add);
                }
            } catch (IOException | DirectoryIteratorException e) {
                LOG.warn("unsaved work cannot be looked for: {}", e.getMessage());
            }
        }
        tidy(folder);
        found.sort(Comparator.comparing(Recovery::savedAt).reversed());
        return found;
    }

    /** Programs that were killed before they had anything to keep left their locks. */
    private static void tidy(Path folder) {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (DirectoryStream<Path> locks = Files.newDirectoryStream(folder, "*" + AutosaveSlot.LOCK)) {
            for (Path lock : locks) {
                Path file = AutosaveSlot.fileOf(lock);
                if (!Files.exists(file)) {
                    tidy(AutosaveSlot.hold(file), file);
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            LOG.debug("{} cannot be tidied: {}", folder, e.getMessage());
        }
    }

    private static void tidy(Optional<AutosaveSlot> slot, Path file) throws IOException {
        if (slot.isPresent()) {
            if (!Files.exists(file)) {
                slot.get().clear();
            }
            slot.get().letGo();
        }
    }

    private static Optional<Recovery> of(Path file) {
        try {
            Optional<AutosaveSlot> slot = AutosaveSlot.hold(file);
            if (slot.isEmpty()) {
                return Optional.empty();
            }
            try {
                AtomicFile.removeLeft(file);
                return held(file, slot.get());
            } finally {
                slot.get().letGo();
            }
        } catch (IOException e) {
            LOG.warn("unsaved work in {} cannot be looked at: {}", file, e.getMessage());
            return Optional.empty();
        }
    }

    private static Optional<Recovery> held(Path file, AutosaveSlot slot) throws IOException {
        ProjectFile.Kept kept;
        try {
            kept = ProjectFile.readAutosave(file);
        } catch (NewerProjectException e) {
            // The program that wrote it reads it.
            return Optional.empty();
        } catch (InvalidFileException e) {
            LOG.warn("unsaved work is damaged and kept aside: {}", e.getMessage());
            Files.move(
                    file, file.resolveSibling(file.getFileName() + ".broken"), StandardCopyOption.REPLACE_EXISTING);
            return Optional.empty();
        }
        boolean saved = Stream.of(kept.note().project(), slot.announced())
                .flatMap(Optional::stream)
                .anyMatch(project -> isSaved(kept.work(), project));
        if (saved) {
            slot.clear();
            return Optional.empty();
        }
        return Optional.of(new Recovery(file, kept.note().project(), kept.model(), kept.note().at()));
    }

    /** Whether a project file holds all of it: the program was killed between saving and tidying up. */
    private static boolean isSaved(SavedWork left, Path project) {
        try {
            SavedWork saved = ProjectFile.read(project);
            boolean newer = saved.sitting()
                    .mark()
                    .flatMap(mark -> left.sitting().mark().map(mark::isNotOlderThan))
                    .orElse(false);
            return newer || saved.equals(left.withSitting(saved.sitting()));
        } catch (IOException e) {
            return false;
        }
    }
}
