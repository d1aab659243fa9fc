package org.bitwright.runtime.child;

import java.nio.ByteBuffer;

/**
 * A number in shared memory by which a child process shows that it listens: it writes there what it was last sent. Read
 * without waiting for it.
 */
final class Pulse {
    static final int BYTES = Long.BYTES;

    private final ByteBuffer room;
    private final Place place;
    private long sent;

    Pulse(SharedMemory memory) {
        room = memory.room(BYTES);
        place = memory.placeOf(room).orElseThrow();
    }

    Place place() {
        return place;
    }

    boolean isAnswered() {
        return room.getLong(0) == sent;
    }

    /** The next number to send. */
    long next() {
        return ++sent;
    }
}
