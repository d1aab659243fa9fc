package org.bitwright.task;

import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does something short again and again on a daemon thread of its own, until it is closed. */
public final class Ticker implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Ticker.class);
    private static final int PATIENCE_SECONDS = 10;

    private final ScheduledThreadPoolExecutor thread;

    /**
     * Begins at once.
     *
     * @param pause between the end of one time and the beginning of the next
     * @param work a time that fails is left out; the next comes all the same
     */
    public Ticker(String name, Duration pause, Runnable work) {
        thread = new ScheduledThreadPoolExecutor(1, task -> {
            Thread made = new Thread(task, name);
            made.setDaemon(true);
            made.setPriority(Thread.NORM_PRIORITY - 1);
            return made;
        });
        thread.scheduleWithFixedDelay(() -> once(work), 0, pause.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** What is thrown here would make this time the last, without a word. */
    @SuppressWarnings("IllegalCatch")
    private static void once(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException | OutOfMemoryError e) {
            LOG.warn("what is done again and again failed once", e);
        }
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
