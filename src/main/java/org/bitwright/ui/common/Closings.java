package org.bitwright.ui.common;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.bitwright.project.Project;
import org.bitwright.task.CancelToken;

/** Projects that were left. They are closed in the background: that may wait for what is being written. Thread-safe. */
public final class Closings {
    /** A disk may hang; who waits longer for it gets no farther either. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private static final long LOOK_MILLISECONDS = 50;

    private final Tasks tasks;
    private final Duration patience;
    private int open;

    Closings(Tasks tasks) {
        this(tasks, PATIENCE);
    }

    /** @param patience how long others wait for what is being closed */
    Closings(Tasks tasks, Duration patience) {
        this.tasks = tasks;
        this.patience = patience;
    }

    /** Closes a project that nobody looks at any more. */
    public void close(Project project) {
        close(project, List.of());
    }

    /** @param before what must have ended before; the project is closed even if that fails */
    void close(Project project, List<Runnable> before) {
        end(project, before, project::close);
    }

    /** Ends what was done about a project that is left, but may be shown again. */
    void leave(Project project, List<Runnable> endings) {
        end(project, endings, () -> {});
    }

    private void end(Project project, List<Runnable> before, Runnable last) {
        begin();
        tasks.surely("closing", () -> {
            try {
                before.forEach(Runnable::run);
            } finally {
                ended(last);
            }
        });
        tasks.<Boolean>task(Texts.supply("task.close", project.model().fileName()), (progress, cancel) -> {
                    await(cancel, Long.MAX_VALUE);
                    return true;
                })
                .whenSlow()
                .start();
    }

    private void ended(Runnable last) {
        try {
            last.run();
        } finally {
            end();
        }
    }

    private synchronized void begin() {
        open++;
    }

    private synchronized void end() {
        open--;
        notifyAll();
    }

    /**
     * Waits until all that was left is closed, for whoever needs a file that it may still hold; but not for ever, since
     * another disk than that of the file may hang. Not on the window's thread.
     *
     * @throws CancellationException if the token is cancelled
     */
    public void await(CancelToken cancel) throws InterruptedException {
        await(cancel, patience.toNanos());
    }

    private synchronized void await(CancelToken cancel, long mostNanoseconds) throws InterruptedException {
        long begun = System.nanoTime();
        while (open > 0 && System.nanoTime() - begun < mostNanoseconds) {
            cancel.throwIfCancelled();
            wait(LOOK_MILLISECONDS);
        }
    }

    /** Waits for the same when the program ends, on whatever thread. */
    public void awaitAtEnd() {
        try {
            await(CancelToken.none());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
