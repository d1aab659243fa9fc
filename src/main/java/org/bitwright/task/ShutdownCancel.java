package org.bitwright.task;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Cancels work when the process is asked to end (Ctrl-C), and holds the end back until the work has cleaned up, for a
 * few seconds at most. Closed when the work is done.
 */
public final class ShutdownCancel implements AutoCloseable {
    private static final int MAX_WAIT_SECONDS = 5;

    private final CountDownLatch done = new CountDownLatch(1);
    private final Thread hook;

    public ShutdownCancel(Runnable cancel) {
        hook = new Thread(() -> {
            cancel.run();
            try {
                done.await(MAX_WAIT_SECONDS, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        Runtime.getRuntime().addShutdownHook(hook);
    }

    @Override
    public void close() {
        done.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException alreadyEnding) {
            hook.setName("ended");
        }
    }
}
