package org.bitwright.runtime;

import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;

/** Memory of runs that one pass leaves to the next. Thread-safe. */
final class RunRooms {
    private final Deque<List<RunRoom>> free = new ConcurrentLinkedDeque<>();

    /** Those of a thread, which may add to them. */
    List<RunRoom> taken() {
        List<RunRoom> rooms = free.poll();
        return rooms == null ? new ArrayList<>() : rooms;
    }

    /** Gives back what {@link #taken} gave. */
    void give(List<RunRoom> rooms) {
        free.push(rooms);
    }
}
