package org.bitwright.runtime;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/**
 * Memory of recordings that were given up, for those that follow: left to the garbage collector it would be free only
 * when that next looks. Thread-safe.
 */
final class SpareRoom {
    private final Map<Integer, Deque<ByteBuffer>> spare = new HashMap<>();
    private final long most;
    private long bytes;

    /** @param most bytes that are in use and spare together before those that are spare are let go */
    SpareRoom(long most) {
        this.most = most;
    }

    /** Memory with anything in it. */
    synchronized ByteBuffer take(int size) {
        Deque<ByteBuffer> fitting = spare.get(size);
        if (fitting != null && !fitting.isEmpty()) {
            return fitting.pop();
        }
        if (bytes + size > most) {
            clear();
        }
        ByteBuffer made = Engines.current().room(size);
        bytes += size;
        return made;
    }

    /** Gives back what {@link #take} gave. */
    synchronized void give(ByteBuffer room) {
        spare.computeIfAbsent(room.capacity(), size -> new ArrayDeque<>()).push(room);
    }

    /** Lets go what is spare. */
    synchronized void clear() {
        spare.forEach((size, buffers) -> bytes -= (long) size * buffers.size());
        spare.clear();
    }
}
