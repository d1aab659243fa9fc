package org.bitwright.project;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.bitwright.task.Daemon;
import org.bitwright.task.Ticker;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the unsaved work of a project in the state folder, a few seconds after a change, where {@link Recoveries} finds
 * it if this process ends without closing it. What is written is read back before it replaces what was kept before. Never
 * touches the project file; trouble is told once and disturbs nothing. Closed before the project is; closing in order
 * removes what was kept. Thread-safe.
 */
public final class Autosave implements AutoCloseable {
    /** How long after a change, unless told. */
    public static final Duration USUAL_DELAY = Duration.ofSeconds(3);

    private static final Logger LOG = LoggerFactory.getLogger(Autosave.class);

    /** Those that are not closed: what they have not written yet is, when the system ends the program. */
    private static final Set<Autosave> OPEN = ConcurrentHashMap.newKeySet();

    static {
        Daemon.atExit("autosave-last", () -> OPEN.forEach(Autosave::keepNow));
    }

    private static final Duration LONGEST_LOOK = Duration.ofMillis(500);
    private static final Duration SHORTEST_LOOK = Duration.ofMillis(5);

    /** A disk that is full stays so for a while. */
    private static final int PATIENCE_AFTER_FAILURE = 5;

    private final Project project;
    private final Duration delay;
    private final Consumer<AutosaveState> listener;
    private final Ticker ticker;
    private @Nullable SavedState kept;
    private Optional<Instant> keptAt = Optional.empty();
    private long changedAt;
    private boolean pending;
    private boolean failing;
    private boolean closed;

    private Autosave(Project project, Duration delay, Consumer<AutosaveState> listener) {
        this.project = project;
        this.delay = delay;
        this.listener = listener;
        // What is kept of another project in whose place this one is shown stays until there is something of this one.
        pending = !project.succession().others().isEmpty();
        changedAt = System.nanoTime() - delay.toNanos();
        Duration look = delay.dividedBy(4);
        look = look.compareTo(LONGEST_LOOK) > 0 ? LONGEST_LOOK : look;
        ticker = new Ticker("autosave", look.compareTo(SHORTEST_LOOK) < 0 ? SHORTEST_LOOK : look, this::look);
    }

    /**
     * Begins to watch a project.
     *
     * @param delay how long after a change it is written; what changes all the time is written as often
     * @param listener hears of every other state, on a background thread
     */
    public static Autosave of(Project project, Duration delay, Consumer<AutosaveState> listener) {
        Autosave begun = new Autosave(project, delay, listener);
        project.saving().keptBy(begun);
        OPEN.add(begun);
        return begun;
    }

    /** Writes what is not saved at once, since nothing may be left to do it afterwards: the user logs out. */
    public synchronized void keepNow() {
        if (!closed) {
            write();
        }
    }

    @SuppressWarnings("IllegalCatch")
    private synchronized void look() {
        try {
            if (!closed && !project.saving().isHidden()) {
                follow();
            }
        } catch (RuntimeException | OutOfMemoryError e) {
            failed(e);
        }
    }

    private void follow() {
        if (!project.isModified()) {
            drop();
            return;
        }
        SavedState state = project.parts().state();
        if (state.equals(kept)) {
            pending = false;
        } else if (!pending) {
            pending = true;
            changedAt = System.nanoTime();
        } else if (System.nanoTime() - changedAt >= patience().toNanos()) {
            write();
        }
    }

    private Duration patience() {
        return failing ? delay.multipliedBy(PATIENCE_AFTER_FAILURE) : delay;
    }

    @SuppressWarnings("IllegalCatch")
    private void write() {
        pending = false;
        try {
            Optional<SavedState> written = project.saving().autosave();
            if (written.isPresent()) {
                kept = written.get();
                Instant now = Instant.now();
                keptAt = Optional.of(now);
                failing = false;
                dropOthers();
                listener.accept(new AutosaveState.Kept(now));
            }
        } catch (IOException | RuntimeException | OutOfMemoryError e) {
            failed(e);
        }
    }

    private void failed(Throwable reason) {
        if (failing) {
            return;
        }
        failing = true;
        if (reason instanceof IOException) {
            LOG.warn("unsaved work is not kept: {}", reason.getMessage());
        } else {
            LOG.error("unsaved work is not kept", reason);
        }
        String told = reason instanceof OutOfMemoryError ? "there is not enough memory" : reason.getMessage();
        listener.accept(new AutosaveState.Failed(String.valueOf(told), reason, keptAt));
    }

    /** Nothing is unsaved. */
    private void drop() {
        pending = false;
        project.saving().dropAutosave(this);
        dropOthers();
        if (kept != null) {
            listener.accept(new AutosaveState.Idle());
        }
        kept = null;
        keptAt = Optional.empty();
    }

    /** What leads back or on is kept for no longer than nothing of this project is. */
    private void dropOthers() {
        if (!project.saving().isHidden()) {
            project.succession().others().forEach(other -> other.saving().dropAutosaveIfHidden());
        }
    }

    /**
     * Removes what was kept: the work is saved, or its owner wants none of it. Of a project that another one was made of
     * it stays until something of that one is kept. Waits for what is being written.
     */
    @Override
    public void close() {
        // From here on nothing is wanted of it, and a program that ends must not wait for a disk that hangs.
        OPEN.remove(this);
        ticker.close();
        synchronized (this) {
            closed = true;
            if (project.saving().isHidden()) {
                write();
            } else {
                drop();
            }
        }
    }
}
