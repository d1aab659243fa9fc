package org.bitwright.ui.search;

/** Where a search stands. */
public enum SearchState {
    /** There was none. */
    NONE,
    RUNNING,
    PAUSED,
    /** Ended before its end; can go on. */
    STOPPED,
    FINISHED;

    public boolean isActive() {
        return this == RUNNING || this == PAUSED;
    }
}
