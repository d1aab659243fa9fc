package org.bitwright.model;

/** A failure that tells what happened in a user's words, and not in English alone. */
public interface Told {
    /** Its English is the failure's message. */
    Phrase told();
}
