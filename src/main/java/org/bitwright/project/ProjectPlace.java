package org.bitwright.project;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Where a project lives: its file, the right to save it, the counting of what is written, and what the window adds.
 * Thread-safe. What only asks never waits for the disk, which locks are taken and let go on.
 */
final class ProjectPlace implements AutoCloseable {
    /** Guarded by itself: nobody who asks for anything else waits for it. */
    private final List<ProjectLock> locks = new ArrayList<>();

    /** Guarded by itself, too, since it is made on the disk. */
    private final AutosavePlace kept = new AutosavePlace();

    private SaveMark written = new SaveMark(UUID.randomUUID().toString(), 1);
    private @Nullable Path file;
    private SavedLayout layout = SavedLayout.none();
    private List<Problem> notes = List.of();
    private boolean unsaved;
    private KnownVersions known = new KnownVersions();
    private @Nullable Version own;

    /** What the file of this project held when it was read or written by this very project. */
    private record Version(Path real, String digest) {}

    /**
     * After a file was read.
     *
     * @param lock where one was taken
     * @param changed whether the project is not what the file says
     */
    synchronized void opened(
            Optional<Path> from, Optional<ProjectLock> lock, SavedLayout look, List<Problem> told, boolean changed) {
        file = from.orElse(null);
        synchronized (locks) {
            lock.ifPresent(locks::add);
        }
        layout = look;
        notes = List.copyOf(told);
        unsaved = changed;
    }

    /** Knows from now on what another knows of files, and that what this one comes to know. */
    synchronized void share(ProjectPlace other) {
        KnownVersions theirs = other.known();
        theirs.addAll(known);
        known = theirs;
    }

    synchronized KnownVersions known() {
        return known;
    }

    /** What was read from the file of the project. */
    synchronized void read(Path real, String digest) {
        known.put(real, digest);
        own = new Version(real, digest);
    }

    /** What is known to be in the file of the project; empty where it has none. */
    synchronized Optional<String> version() {
        return Optional.ofNullable(own).flatMap(version -> known.of(version.real()));
    }

    /** Counts as unsaved from now on if somebody else changed the file. Waits for the disk. */
    void compare() throws IOException {
        Path real = real().orElse(null);
        if (real != null && !known().isUpToDate(real)) {
            synchronized (this) {
                unsaved = true;
            }
        }
    }

    /** When somebody else changed the file, which makes this count as unsaved from now on. Waits for the disk. */
    Optional<Instant> overtakenAt() throws IOException {
        Path real = real().orElse(null);
        Optional<Instant> changed = real == null ? Optional.empty() : known().overtakenAt(real);
        if (changed.isPresent()) {
            synchronized (this) {
                unsaved = true;
            }
        }
        return changed;
    }

    private synchronized Optional<Path> real() {
        return Optional.ofNullable(own).map(Version::real);
    }

    /** Goes on counting where the sitting stopped that wrote an autosave. */
    synchronized void recoveredFrom(AutosaveSlot slot, SaveMark last) {
        kept.takeOver(slot);
        written = last;
    }

    /** Where what is unsaved is kept against a crash. */
    AutosavePlace kept() {
        return kept;
    }

    synchronized String sitting() {
        return written.sitting();
    }

    synchronized SaveMark next() {
        written = new SaveMark(written.sitting(), written.number() + 1);
        return written;
    }

    synchronized Optional<Path> file() {
        return Optional.ofNullable(file);
    }

    /**
     * Whether it differs from its file though nothing was done to it: it was recovered, joined, or opened with other files,
     * or another project that steps lead to was saved there, perhaps only now in the background.
     */
    synchronized boolean isUnsaved() {
        Version version = own;
        return unsaved || version != null && !known.of(version.real()).equals(Optional.of(version.digest()));
    }

    /** It is not what any file says, though nothing was done to it yet. */
    synchronized void differs(List<Problem> told) {
        unsaved = true;
        notes = List.copyOf(told);
    }

    synchronized SavedLayout layout() {
        return layout;
    }

    synchronized void keepLayout(SavedLayout present) {
        layout = present;
    }

    synchronized List<Problem> notes() {
        return notes;
    }

    /**
     * The right to save to a file; held until the project is closed, or saved elsewhere.
     *
     * @throws ProjectInUseException if somebody else has it
     */
    ProjectLock lock(Path target) throws IOException {
        synchronized (locks) {
            for (ProjectLock lock : locks) {
                if (lock.isOf(target)) {
                    lock.ensure();
                    return lock;
                }
            }
            ProjectLock taken = ProjectLock.take(target);
            locks.add(taken);
            return taken;
        }
    }

    boolean holds(Path target) throws IOException {
        synchronized (locks) {
            for (ProjectLock lock : locks) {
                if (lock.isOf(target)) {
                    return true;
                }
            }
            return false;
        }
    }

    void letGo(ProjectLock lock) {
        synchronized (locks) {
            locks.remove(lock);
            lock.close();
        }
    }

    /**
     * After it was saved: from now on that is its file.
     *
     * @param digest of what it holds
     */
    synchronized void saved(Path target, Path real, String digest) {
        file = target;
        unsaved = false;
        read(real, digest);
    }

    /** Lets go of all other locks. */
    void keepOnly(ProjectLock lock) {
        synchronized (locks) {
            List.copyOf(locks).stream().filter(other -> other != lock).forEach(this::letGo);
        }
    }

    void release() {
        synchronized (locks) {
            List.copyOf(locks).forEach(this::letGo);
        }
    }

    @Override
    public void close() {
        release();
        kept.letGo();
    }
}
