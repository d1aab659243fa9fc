package org.bitwright.runtime;

import org.bitwright.task.CancelToken;

/**
 * Lets threads do something one after the other in the order of numbers that they took. No thread may take a number
 * before it is done with the one that it has.
 */
final class InOrder {
    private int next;
    private boolean broken;

    /** Runs an action when those of all lower numbers have been run, unless one of them will never be. */
    synchronized void run(int number, CancelToken cancel, Runnable action) {
        while (number != next && !broken) {
            cancel.throwIfCancelled();
            try {
                wait();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                broken = true;
            }
        }
        if (!broken) {
            action.run();
            next++;
            notifyAll();
        }
    }

    /** Gives up: nobody waits any more. */
    synchronized void giveUp() {
        broken = true;
        notifyAll();
    }

    synchronized boolean isBroken() {
        return broken;
    }
}
