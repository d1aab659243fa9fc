package org.bitwright.project;

import java.nio.file.Path;

/** What of a project would be lost by closing it now: what it is, beside what was last saved of it. Thread-safe. */
final class Unsaved {
    private final SavedParts parts;
    private final ProjectPlace place;
    private SavedState saved;

    /** Of a project that is as it was opened. */
    Unsaved(SavedParts parts, ProjectPlace place) {
        this.parts = parts;
        this.place = place;
        this.saved = parts.state();
    }

    /** As the project is now it counts as saved. */
    synchronized void nothing() {
        saved = parts.state();
    }

    /**
     * After it was saved: from now on that is its file.
     *
     * @param digest of what it holds
     * @param written what was written there, while work may have gone on
     */
    synchronized void saved(Path file, Path real, String digest, SavedState written) {
        place.saved(file, real, digest);
        saved = written;
    }

    /** Whether anything would be lost. Before the first saving, edits, variants and what took long count. */
    synchronized boolean isAny() {
        if (place.isUnsaved()) {
            return true;
        }
        return place.file().isEmpty()
                ? !parts.variants().all().isEmpty()
                        || parts.tookLong()
                        || !parts.history().present().equals(saved.config())
                : !parts.state().equals(saved);
    }

    /** Whether measurements, searches or runs of training that took long would be lost. */
    boolean isLongWork() {
        return isAny() && parts.tookLong();
    }
}
