package org.bitwright.task;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Holds work between two steps until it may go on. Set and taken back from any thread. */
public final class Pause {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition resumed = lock.newCondition();
    private boolean paused;

    public void pause() {
        set(true);
    }

    public void resume() {
        set(false);
    }

    public boolean isPaused() {
        lock.lock();
        try {
            return paused;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Called by the work where it may rest: returns at once unless paused.
     *
     * @throws java.util.concurrent.CancellationException if {@code cancel} is set before or while it waits
     */
    public void await(CancelToken cancel) {
        try (CancelToken.Registration registration = cancel.onCancel(this::wake)) {
            lock.lock();
            try {
                while (paused && !cancel.isCancelled()) {
                    resumed.awaitUninterruptibly();
                }
            } finally {
                lock.unlock();
            }
            cancel.throwIfCancelled();
        }
    }

    private void set(boolean next) {
        lock.lock();
        try {
            paused = next;
            resumed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void wake() {
        lock.lock();
        try {
            resumed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
