package org.bitwright.runtime.child;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Shared memory for what lies elsewhere, for one call after the other. */
final class Scratch {
    private static final int FIRST = 1 << 16;

    /** Larger things are given memory that is not kept. */
    private static final int MOST_KEPT = 1 << 20;

    private static final int ALIGNMENT = 64;

    private final SharedMemory memory;
    private final List<ByteBuffer> kept = new ArrayList<>();
    private int current;
    private int used;

    Scratch(SharedMemory memory) {
        this.memory = memory;
    }

    /** What was given before may be given again. */
    void begin() {
        current = 0;
        used = 0;
    }

    /** Memory with anything in it. */
    ByteBuffer room(int bytes) {
        if (bytes >= MOST_KEPT) {
            return memory.room(bytes);
        }
        while (current < kept.size() && kept.get(current).capacity() - used < bytes) {
            current++;
            used = 0;
        }
        if (current == kept.size()) {
            kept.add(memory.room(Math.max(FIRST, bytes)));
        }
        ByteBuffer room = kept.get(current).slice(used, bytes);
        used += (bytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
        return room;
    }
}
