package org.bitwright.project;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.bitwright.export.AtomicFile;
import org.bitwright.export.ExportSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps the work of a project in its file, and others from that file. Thread-safe. */
public final class Saving {
    private static final Logger LOG = LoggerFactory.getLogger(Saving.class);

    private final Project project;
    private final ProjectPlace place = new ProjectPlace();
    private final Object writing = new Object();
    private final Unsaved unsaved;
    private volatile boolean closed;
    private volatile boolean hidden;
    private volatile @Nullable Autosave keeper;

    /** Of a project that is as it was opened. */
    Saving(Project project) {
        this.project = project;
        unsaved = new Unsaved(project.parts(), place);
    }

    ProjectPlace place() {
        return place;
    }

    /** As the project is now it counts as saved. */
    void unchanged() {
        unsaved.nothing();
    }

    /**
     * The project is not what any file says, though nothing was done to it yet.
     *
     * @param notes what the user should know of how it came to be
     */
    void differs(List<Problem> notes) {
        place.differs(notes);
    }

    /** Another project is worked on, which was made of this one or that it was made of: nobody is kept from its file. */
    void hide() {
        hidden = true;
        place.release();
    }

    /** The project is worked on again. */
    void shownAgain() {
        hidden = false;
    }

    /**
     * Keeps others from the file again, where nobody has opened it meanwhile; else saving tells. If somebody changed it,
     * the project counts as unsaved from then on. Waits for the disk.
     */
    public void holdAgain() {
        synchronized (writing) {
            Path file = file().orElse(null);
            if (file == null || hidden || closed) {
                return;
            }
            try {
                letGoIfLeft(place.lock(file));
            } catch (IOException e) {
                LOG.warn("{} is not held: {}", file, e.getMessage());
            }
            try {
                place.compare();
            } catch (IOException e) {
                LOG.warn("{} cannot be compared: {}", file, e.getMessage());
            }
        }
    }

    private void letGoIfLeft(ProjectLock lock) {
        if (hidden || closed) {
            place.letGo(lock);
        }
    }

    /** The project file, once there is one. */
    Optional<Path> file() {
        return place.file();
    }

    /** How the window looked at it when it was saved. */
    public SavedLayout layout() {
        return place.layout();
    }

    /** Takes down how the window looks at it, for the next saving. That alone does not make the project modified. */
    public void keepLayout(SavedLayout present) {
        place.keepLayout(present);
    }

    /** What was dropped or is otherwise than it was when the file was saved; among the {@link #problems} too. */
    public List<Problem> loadNotes() {
        return place.notes();
    }

    /**
     * Saves atomically: to a temporary file beside the target, flushed, read back, then renamed. What was there stays as
     * {@code NAME.bak}. A link is followed.
     *
     * @throws ProjectInUseException if somebody else has that project open
     * @throws OvertakenProjectException if somebody else changed it since it was last read or written here
     */
    public void save(Path file) throws IOException {
        save(file, real -> refuseOvertaken(file, real));
    }

    private void refuseOvertaken(Path file, Path real) throws IOException {
        if (place.known().isOvertaken(real)) {
            throw new OvertakenProjectException(
                    file,
                    ProjectFile.beside(real),
                    Files.getLastModifiedTime(real).toInstant());
        }
    }

    /** When somebody else changed the file, if so: the project counts as unsaved from then on. Waits for the disk. */
    public Optional<Instant> overtakenAt() throws IOException {
        synchronized (writing) {
            return place.overtakenAt();
        }
    }

    /** Saves though somebody else changed the file: what they wrote stays, as {@link OvertakenProjectException#beside}. */
    public void replace(Path file) throws IOException {
        save(file, real -> {
            if (place.known().isOvertaken(real)) {
                ProjectFile.keepBeside(real);
            }
        });
    }

    private void save(Path file, AtomicFile.Step before) throws IOException {
        ExportSource.refuse(file, project.inputs());
        synchronized (writing) {
            boolean held = place.holds(file);
            ProjectLock lock = place.lock(file);
            Snapshot snapshot;
            boolean written = false;
            try {
                snapshot = snapshot();
                if (!file().equals(Optional.of(file))) {
                    AutosaveSlot.announce(place.sitting(), file);
                }
                String digest = ProjectFile.write(lock.place(), snapshot.work(file, project.opened()), before);
                written = true;
                unsaved.saved(file, lock.place(), digest, snapshot.moment().state());
                place.keepOnly(lock);
            } finally {
                if (closed || hidden || !written && !held) {
                    place.letGo(lock);
                }
            }
            project.training().wasSaved(file, snapshot.moment().training().runs());
        }
    }

    /**
     * Keeps others from a project file until this project is closed, since it will be saved there.
     *
     * @throws ProjectInUseException if somebody has it open
     */
    public void claim(Path file) throws IOException {
        place.lock(file);
    }

    /**
     * Lets go of the file for good, after what is being written to it: whoever opens it then must not find it as it was
     * before. What is saved afterwards all the same is let go of at once.
     */
    void close() {
        synchronized (writing) {
            closed = true;
            if (hidden) {
                place.kept().clear();
            }
            place.close();
        }
    }

    /** Lets others open the project file meanwhile, for those who only read it. Saving takes the right to it again. */
    public void release() {
        place.release();
    }

    /**
     * Keeps against a crash what is not saved. Not while it is being saved: what was unsaved before may not be afterwards.
     *
     * @return what is kept; empty where there is nothing to keep
     */
    Optional<SavedState> autosave() throws IOException {
        synchronized (writing) {
            return closed || !isWorthKeeping()
                    ? Optional.empty()
                    : autosave(place.kept().file(place.sitting()));
        }
    }

    /** The same to a file. */
    Optional<SavedState> autosave(Path file) throws IOException {
        synchronized (writing) {
            if (!isWorthKeeping()) {
                return Optional.empty();
            }
            Snapshot snapshot = snapshot();
            Path base = file().orElse(file);
            ProjectFile.writeAutosave(
                    file, snapshot.work(base, project.opened()), AutosaveNote.of(file(), place.version()));
            return Optional.of(snapshot.moment().state());
        }
    }

    /**
     * Leaves what is not saved where {@link Recoveries} find it once this process has ended, if that can be, and what its
     * runs of training go on from.
     */
    public boolean leave() {
        project.training().leave();
        try {
            return autosave().isPresent();
        } catch (IOException e) {
            LOG.warn("unsaved work is not kept: {}", e.getMessage());
            return false;
        }
    }

    /** Steps that are taken back, or led on to another project, are no loss; what took long is. */
    private boolean isWorthKeeping() {
        return isModified() && (!hidden || wouldLoseLongWork());
    }

    /** Whether another project is worked on, which was made of this one or that it was made of. */
    boolean isHidden() {
        return hidden;
    }

    /** From now on what is kept is this one's affair: one that watched before may be closed late. */
    void keptBy(Autosave watching) {
        keeper = watching;
    }

    /** What is kept is not needed: the work is saved, or nobody wants it. */
    void dropAutosave(Autosave by) {
        synchronized (writing) {
            if (by.equals(keeper)) {
                place.kept().clear();
            }
        }
    }

    /** The project that is worked on in the place of this one is kept by now, or needs not be. */
    void dropAutosaveIfHidden() {
        synchronized (writing) {
            if (hidden && !isWorthKeeping()) {
                place.kept().clear();
            }
        }
    }

    /** What is written, and as which one of this sitting. */
    private record Snapshot(SavedMoment moment, SavedSitting sitting) {
        SavedWork work(Path file, OpenedModel opened) throws IOException {
            return SavedWork.of(file, opened, moment, sitting);
        }
    }

    private Snapshot snapshot() {
        return new Snapshot(project.parts().moment(), new SavedSitting(place.layout(), Optional.of(place.next())));
    }

    /** Whether measurements, searches or runs of training that took long would be lost by closing now. */
    boolean wouldLoseLongWork() {
        return unsaved.isLongWork();
    }

    /** Whether something would be lost by closing now. */
    boolean isModified() {
        return unsaved.isAny();
    }
}
