package org.bitwright.project;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.bitwright.export.AtomicFile;

/** Opens project files and what was kept of them, with the right to save there unless as copies. */
final class ProjectOpening {
    private ProjectOpening() {}

    static Project load(Path file, Loading loading) throws IOException {
        if (loading.asCopy()) {
            return copy(file, KnownVersions.digest(file), () -> ProjectFile.open(file), loading, false);
        }
        if (!Files.isRegularFile(file)) {
            ProjectFile.open(file);
        }
        return locked(file, KnownVersions::digest, () -> ProjectFile.open(file), loading, false);
    }

    /**
     * Opens what an autosave holds as the project that it belongs to, with unsaved changes.
     *
     * @param kept the file that holds it
     */
    static Project recover(Path kept, ProjectFile.Kept held, Loading loading) throws IOException {
        Path file = held.note().project().orElse(kept);
        Optional<String> version = held.note().version();
        return held.note().project().isEmpty() || loading.asCopy()
                ? copy(file, version, held::work, loading, true)
                : locked(file, real -> version, held::work, loading, true);
    }

    @FunctionalInterface
    private interface Reading {
        SavedWork read() throws IOException;
    }

    /** What the project is made of, as far as is known. */
    @FunctionalInterface
    private interface Basis {
        Optional<String> digest(Path real) throws IOException;
    }

    /** @param version asked before reading: what is written in between counts as somebody else's */
    private static Project locked(Path file, Basis version, Reading reading, Loading loading, boolean changed)
            throws IOException {
        ProjectLock lock = ProjectLock.take(file);
        boolean opened = false;
        try {
            removeLeft(lock.place());
            Optional<String> digest = version.digest(lock.place());
            Project project = new ProjectLoader(file, reading.read(), loading).project(Optional.of(lock), changed);
            digest.ifPresent(known -> project.saving().place().read(lock.place(), known));
            opened = true;
            return project;
        } finally {
            if (!opened) {
                lock.close();
            }
        }
    }

    /** It has no file, but may be saved to this one. */
    private static Project copy(Path file, Optional<String> version, Reading reading, Loading loading, boolean changed)
            throws IOException {
        Path real = ProjectLock.real(file);
        Project project = new ProjectLoader(file, reading.read(), loading).project(Optional.empty(), changed);
        version.ifPresent(known -> project.saving().place().known().put(real, known));
        return project;
    }

    /** Nobody else writes these while the lock is held: writers that were killed left them. */
    private static void removeLeft(Path file) {
        AtomicFile.removeLeft(file);
        AtomicFile.removeLeft(ProjectFile.backup(file));
    }
}
