package org.bitwright.runtime.child;

import java.util.concurrent.CancellationException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.bitwright.task.CancelToken;

/** Where calls run, one after the other in the order in which they came. Thread-safe. */
final class Places {
    /** How often a call that waits looks whether it was cancelled. */
    private static final long LOOK_MILLISECONDS = 20;

    private final Taken free;

    /** Of which one can be taken that nobody has given back. */
    private static final class Taken extends Semaphore {
        private static final long serialVersionUID = 1;

        Taken(int number) {
            super(number, true);
        }

        void takeWithoutWaiting() {
            reducePermits(1);
        }
    }

    Places(int number) {
        free = new Taken(number);
    }

    /**
     * Waits for a place, which is to be given back.
     *
     * @throws CancellationException if the token is cancelled; then there is none to give back
     */
    void take(CancelToken cancel) {
        try {
            while (!free.tryAcquire(LOOK_MILLISECONDS, TimeUnit.MILLISECONDS)) {
                cancel.throwIfCancelled();
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException("nobody interrupts this", e);
        }
    }

    void giveBack() {
        free.release();
    }

    /**
     * Lets whoever waits for a place have the one of this thread first, which has one again afterwards however this ends.
     *
     * @throws CancellationException if the token is cancelled: those who have the places may need them for long
     */
    void letOthers(CancelToken cancel) {
        if (!free.hasQueuedThreads()) {
            return;
        }
        free.release();
        boolean taken = false;
        try {
            take(cancel);
            taken = true;
        } finally {
            if (!taken) {
                free.takeWithoutWaiting();
            }
        }
    }
}
