package org.bitwright.project;

import java.time.Instant;
import java.util.Optional;

/** Where the automatic saving of a project stands. */
public sealed interface AutosaveState {
    /** There is nothing that a crash could take: all is saved, or nothing was done. */
    record Idle() implements AutosaveState {}

    /**
     * What is not saved yet would survive a crash.
     *
     * @param at when it was written
     */
    record Kept(Instant at) implements AutosaveState {}

    /**
     * What is not saved yet would not survive a crash. Told once; it is tried again all the same.
     *
     * @param reason a sentence for people
     * @param cause what went wrong
     * @param older when an older state was written that would survive
     */
    record Failed(String reason, Throwable cause, Optional<Instant> older) implements AutosaveState {}
}
