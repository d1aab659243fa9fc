package org.bitwright.runtime.child;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;

/** Shared memory in which counts travel, used by one call after the other. Thread-safe. */
final class CountedRooms {
    /** What is counted grows a little from call to call. */
    private static final double SPARE = 1.25;

    private final SharedMemory memory;
    private final Deque<ByteBuffer> idle = new ConcurrentLinkedDeque<>();

    CountedRooms(SharedMemory memory) {
        this.memory = memory;
    }

    SharedMemory memory() {
        return memory;
    }

    /** At least so many bytes, 2^30 at most; to be given back. */
    ByteBuffer taken(int bytes) throws IOException {
        ByteBuffer room = idle.poll();
        if (room != null && room.capacity() >= bytes) {
            return room;
        }
        return memory.room((int) Math.ceil(bytes * SPARE));
    }

    void give(ByteBuffer room) {
        idle.push(room);
    }
}
