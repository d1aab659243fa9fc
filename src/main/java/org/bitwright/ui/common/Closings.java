package org.bitwright.ui.common;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.bitwright.project.Project;
import org.bitwright.task.CancelToken;

/** Projects that were left. They are closed in the background: that may wait for what is being written. Thread-safe. */
public final class Closings {
    private static final long LOOK_MILLISECONDS = 50;

    private final Tasks tasks;
    private int open;

    Closings(Tasks tasks) {
        this.tasks = tasks;
    }

    /** Closes a project that nobody looks at any more. */
    public void close(Project project) {
        close(project, List.of());
    }

    /** @param before what must have ended before */
    void close(Project project, List<Runnable> before) {
        begin();
        tasks.surely("closing", () -> {
            try {
                before.forEach(Runnable::run);
                project.close();
            } finally {
                end();
            }
        });
        tasks.<Boolean>task(Texts.get("task.close", project.model().fileName()), (progress, cancel) -> {
                    await(cancel);
                    return true;
                })
                .whenSlow()
                .start();
    }

    private synchronized void begin() {
        open++;
    }

    private synchronized void end() {
        open--;
        notifyAll();
    }

    /**
     * Waits until all that was left is closed: for whoever needs a file that it may still hold. Not on the window's thread.
     *
     * @throws CancellationException if the token is cancelled
     */
    public synchronized void await(CancelToken cancel) throws InterruptedException {
        while (open > 0) {
            cancel.throwIfCancelled();
            wait(LOOK_MILLISECONDS);
        }
    }

    /** Waits for the same when the program ends, but not for ever: a disk may hang. */
    public synchronized void await(Duration most) {
        long end = System.nanoTime() + most.toNanos();
        try {
            while (open > 0 && System.nanoTime() < end) {
                wait(LOOK_MILLISECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
