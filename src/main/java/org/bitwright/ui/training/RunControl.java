package org.bitwright.ui.training;

/** What can be told to the run under way. */
public enum RunControl {
    IDLE,
    RUNNING,
    PAUSED,
    /** A cancel was asked for that the run has not answered yet. */
    ENDING;

    boolean isActive() {
        return this != IDLE;
    }
}
