package org.bitwright.runtime.child;

/** What a message is about; its first byte. */
enum Word {
    // The program to its child, on the line for commands; nothing is answered there.
    /** Number to write into the pulse. */
    PING,
    /** Opens one more line for requests. */
    CONNECT,
    /** Number of a call that is to end. */
    CANCEL,
    /** Number of a session that is needed no more. */
    CLOSE,
    /** Number of an order that is needed no more. */
    DROP,
    /** Number of a segment that is gone. */
    FORGET,
    /** Segments that are gone are to be unmapped at once: there is no room for others. */
    UNMAP,

    // The program to its child, on a line for requests; each is answered.
    OPEN,
    RUN,
    /** Runs requests and counts what they give. */
    COUNT,
    /** Has a thread join a round of an order that was told before, or is told now. */
    JOIN,
    /** Asks what runs networks. */
    NAME,
    /** Where the outputs go that were given no memory. */
    PLACE,

    // The child's answers.
    OPENED,
    /** A run is done, and every output is where it was to go. */
    DONE,
    /** A run is done, and outputs are there that need memory: their types and shapes. */
    HOLDS,
    /** How many samples have been counted; more is to come. */
    COUNTING,
    /** How many bytes hold what was counted. */
    COUNTED,
    /** The outputs have been placed. */
    PLACED,
    /** What runs networks, by name and version. */
    NAMED,
    /** A sentence for the user. */
    FAILED,
    CANCELLED,
    /** The program asked for something that is none; a sentence for its developers. */
    MISUSED;

    private static final Word[] ALL = values();

    static Word of(int number) throws ProtocolException {
        if (number < 0 || number >= ALL.length) {
            throw new ProtocolException("there is no message of number " + number);
        }
        return ALL[number];
    }
}
