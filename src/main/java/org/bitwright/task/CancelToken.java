package org.bitwright.task;

import java.util.concurrent.CancellationException;
import java.util.concurrent.CopyOnWriteArrayList;

/** Asks work to stop. Set once, from any thread; work looks at it often enough to stop well within a second. */
public final class CancelToken {
    private final CopyOnWriteArrayList<Runnable> listeners = new CopyOnWriteArrayList<>();
    private volatile boolean cancelled;

    /** A token that nobody cancels, for work that always runs to its end. */
    public static CancelToken none() {
        return new CancelToken();
    }

    public boolean isCancelled() {
        return cancelled;
    }

    /** @throws CancellationException if the token has been cancelled */
    public void throwIfCancelled() {
        if (cancelled) {
            throw new CancellationException("cancelled");
        }
    }

    /** Cancels and runs the registered actions, once: all of them, even if one throws, which is thrown at the end. */
    @SuppressWarnings("IllegalCatch")
    public void cancel() {
        synchronized (this) {
            if (cancelled) {
                return;
            }
            cancelled = true;
        }
        RuntimeException failure = null;
        for (Runnable listener : listeners) {
            try {
                listener.run();
            } catch (RuntimeException e) {
                if (failure == null) {
                    failure = e;
                } else {
                    failure.addSuppressed(e);
                }
            }
        }
        listeners.clear();
        if (failure != null) {
            throw failure;
        }
    }

    /**
     * Runs {@code action} when the token is cancelled, or at once if it already is. Closing the registration takes the
     * action back.
     */
    public Registration onCancel(Runnable action) {
        synchronized (this) {
            if (!cancelled) {
                listeners.add(action);
                return () -> listeners.remove(action);
            }
        }
        action.run();
        return () -> {};
    }

    /** Takes a cancel action back. */
    @FunctionalInterface
    public interface Registration extends AutoCloseable {
        @Override
        void close();
    }
}
