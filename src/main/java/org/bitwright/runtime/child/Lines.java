package org.bitwright.runtime.child;

import java.io.IOException;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;

/** The lines to a child process: each is used by one call at a time, and a new one is made when all are. Thread-safe. */
final class Lines implements AutoCloseable {
    private final Meeting meeting;
    private final SharedMemory memory;
    private final Patience patience;
    private final Deque<Line> idle = new ConcurrentLinkedDeque<>();
    private volatile boolean closed;

    Lines(Meeting meeting, SharedMemory memory, Patience patience) {
        this.meeting = meeting;
        this.memory = memory;
        this.patience = patience;
    }

    /**
     * A line that nobody else uses.
     *
     * @param wanted tells the process that it is to connect once more
     */
    Line take(Runnable wanted) throws IOException {
        Line line = idle.poll();
        return line != null ? line : connected(wanted);
    }

    private synchronized Line connected(Runnable wanted) throws IOException {
        wanted.run();
        return new Line(meeting.accept(patience.start().toMillis()), memory);
    }

    void giveBack(Line line) {
        idle.push(line);
        if (closed) {
            closeIdle();
        }
    }

    private void closeIdle() {
        for (Line line = idle.poll(); line != null; line = idle.poll()) {
            line.close();
        }
    }

    /** Closes those that are not in use, and those that are when they are given back. */
    @Override
    public void close() {
        closed = true;
        closeIdle();
    }
}
