package org.bitwright.runtime.child;

import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import org.bitwright.runtime.session.InferenceException;
import org.bitwright.runtime.session.Running;
import org.bitwright.task.CancelToken;

/**
 * Has work done in a child process, and done again by the one that follows when it dies of it or of something else.
 * Thread-safe.
 */
final class Attempts {
    /** A call is not made again more often for deaths that others are to blame for. */
    private static final int MOST_REPEATED = 10;

    private final Deaths deaths = new Deaths();
    private final Host host;
    private final BooleanSupplier closed;

    /** Has the process. */
    @FunctionalInterface
    interface Host {
        /** The one that lives, or a new one. */
        Child child() throws InferenceException, ChildGone;
    }

    /** Work in a child process. */
    @FunctionalInterface
    interface Attempt<T> {
        /** @param isLast whether it is not made again if the process dies */
        T in(Child child, boolean isLast) throws ChildGone, InferenceException;
    }

    /** @param closed whether the program ends */
    Attempts(Host host, BooleanSupplier closed) {
        this.host = host;
        this.closed = closed;
    }

    /**
     * Makes an attempt, and one more if the process died of the first.
     *
     * @throws InferenceException if it died of the second too, or cannot be started again
     * @throws CancellationException if the token is cancelled, or the program ends
     */
    <T> T make(String network, CancelToken cancel, Attempt<T> attempt) throws InferenceException {
        return make(network, cancel, attempt, false);
    }

    /**
     * Begins the attempt, and leaves it to whoever takes what it gives to make it again.
     *
     * @throws CancellationException if the token is cancelled, or the program ends
     */
    <T> Running<T> begin(String network, CancelToken cancel, Attempt<Flight<T>> attempt) throws InferenceException {
        deaths.refuse(network, System.nanoTime());
        cancel.throwIfCancelled();
        Attempt<T> whole = (child, isLast) -> attempt.in(child, isLast).finish();
        try {
            Flight<T> flight = attempt.in(host.child(), false);
            return () -> finished(flight, network, cancel, whole);
        } catch (ChildGone e) {
            return () -> make(network, cancel, whole, isSuspect(e.death(), cancel));
        }
    }

    private <T> T finished(Flight<T> flight, String network, CancelToken cancel, Attempt<T> again)
            throws InferenceException {
        try {
            return flight.finish();
        } catch (ChildGone e) {
            return make(network, cancel, again, isSuspect(e.death(), cancel));
        }
    }

    private <T> T make(String network, CancelToken cancel, Attempt<T> attempt, boolean suspectAlready)
            throws InferenceException {
        deaths.refuse(network, System.nanoTime());
        boolean suspect = suspectAlready;
        for (int repeated = 0; ; repeated++) {
            try {
                cancel.throwIfCancelled();
                return attempt.in(host.child(), suspect);
            } catch (ChildGone e) {
                boolean harm = isSuspect(e.death(), cancel);
                if (harm && suspect || repeated == MOST_REPEATED) {
                    deaths.remember(network, System.nanoTime());
                    throw Deaths.twice(network, e.death());
                }
                suspect |= harm;
            }
        }
    }

    /** Whether the process may have died of a call. */
    private boolean isSuspect(Death death, CancelToken cancel) {
        cancel.throwIfCancelled();
        if (closed.getAsBoolean() || Thread.currentThread().isInterrupted()) {
            throw new CancellationException("the program ends");
        }
        return death.isHarm();
    }
}
