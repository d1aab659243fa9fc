package org.bitwright.runtime.session;

import java.time.Instant;
import org.bitwright.model.Phrase;

/**
 * The death of a process that ran networks.
 *
 * @param doing what it was doing, such as the name of the network that it ran
 * @param detail how it ended, such as the signal or its last words; may be empty
 * @param goesOn whether a new process took over what it was doing
 */
public record Incident(Instant at, Kind kind, String doing, Phrase detail, boolean goesOn) {
    /** How a process ended. */
    public enum Kind {
        /** By a signal or with an error of its own. */
        CRASHED,
        /** It had to be ended: it did nothing any more. */
        HUNG,
        /** It had to be ended: it did not stop when it was told to. */
        DID_NOT_STOP,
        /** Its memory was not enough, or the system took it away. */
        OUT_OF_MEMORY,
        /** It could not be started, and networks run in the program itself. */
        NOT_STARTED
    }
}
