package org.bitwright.task;

import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Does something short again and again on a daemon thread of its own, until it is closed. */
public final class Ticker implements AutoCloseable {
    private static final int PATIENCE_SECONDS = 10;

    private final ScheduledThreadPoolExecutor thread;

    /**
     * Begins at once.
     *
     * @param pause between the end of one time and the beginning of the next
     * @param work throws nothing: a time that failed would be the last
     */
    public Ticker(String name, Duration pause, Runnable work) {
        thread = new ScheduledThreadPoolExecutor(1, task -> {
            Thread made = new Thread(task, name);
            made.setDaemon(true);
            made.setPriority(Thread.NORM_PRIORITY - 1);
            return made;
        });
        thread.scheduleWithFixedDelay(work, 0, pause.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Waits for the end of what is being done; after that nothing is. Not to be called by the work itself. */
    @Override
    public void close() {
        thread.shutdown();
        boolean interrupted = false;
        try {
            thread.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
