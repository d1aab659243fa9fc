package org.bitwright.task;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Small work that is done at once and then again and again, a while after each end, on a daemon thread of its own, until
 * it is closed. A time that fails is left out; the next comes all the same.
 */
public final class Repeated implements AutoCloseable {
    private final ScheduledExecutorService thread;

    public Repeated(String name, Duration pause, Runnable work) {
        thread = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread made = new Thread(task, name);
            made.setDaemon(true);
            made.setPriority(Thread.MIN_PRIORITY);
            return made;
        });
        thread.scheduleWithFixedDelay(() -> once(work), 0, pause.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** What is thrown here would end the repetition, without a word. */
    @SuppressWarnings("IllegalCatch")
    private static void once(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException | OutOfMemoryError e) {
            // Less than a moment's news is lost.
            return;
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
