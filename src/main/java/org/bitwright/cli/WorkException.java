package org.bitwright.cli;

/** The work could not be done as it was asked for; the message says why, as a sentence for people. */
final class WorkException extends Exception {
    private static final long serialVersionUID = 1;

    WorkException(String message) {
        super(message);
    }
}
