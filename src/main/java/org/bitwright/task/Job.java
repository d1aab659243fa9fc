package org.bitwright.task;

import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;

/**
 * A piece of background work with a name, progress, and a cancel that answers within a second.
 *
 * @param <T> what the work yields
 */
public final class Job<T> {

    /** The work itself: reports to {@code progress}, looks at {@code cancel}. Runs on a background thread. */
    @FunctionalInterface
    public interface Work<T> {
        T run(Progress progress, CancelToken cancel) throws Exception;
    }

    /** Where a job stands. */
    public enum State {
        WAITING,
        RUNNING,
        DONE,
        FAILED,
        CANCELLED
    }

    private final String name;
    private final Work<T> work;
    private final Progress progress = new Progress();
    private final CancelToken token = new CancelToken();
    private final CompletableFuture<T> result = new CompletableFuture<>();
    private volatile State state = State.WAITING;

    public Job(String name, Work<T> work) {
        this.name = name;
        this.work = work;
    }

    public String name() {
        return name;
    }

    public State state() {
        return state;
    }

    public Progress progress() {
        return progress;
    }

    public CancelToken token() {
        return token;
    }

    /**
     * Completes with the result, with the work's exception, or with a {@link CancellationException}; on the thread that
     * ran the work.
     */
    public CompletableFuture<T> result() {
        return result;
    }

    /** The exception that ended the work, if one did. */
    public Optional<Throwable> failure() {
        return result.isCompletedExceptionally() && state == State.FAILED
                ? Optional.ofNullable(result.handle((value, error) -> error).join())
                : Optional.empty();
    }

    public void cancel() {
        token.cancel();
        synchronized (this) {
            if (state != State.WAITING) {
                return;
            }
            state = State.CANCELLED;
        }
        result.completeExceptionally(new CancellationException("cancelled"));
    }

    /** Runs the work on the calling thread, once. Called by the executor, and by the command line directly. */
    @SuppressWarnings("IllegalCatch")
    public void run() {
        synchronized (this) {
            if (state != State.WAITING) {
                return;
            }
            state = State.RUNNING;
        }
        try {
            T value = work.run(progress, token);
            state = State.DONE;
            result.complete(value);
        } catch (CancellationException e) {
            state = State.CANCELLED;
            result.completeExceptionally(e);
        } catch (Throwable e) {
            state = token.isCancelled() ? State.CANCELLED : State.FAILED;
            result.completeExceptionally(token.isCancelled() ? new CancellationException("cancelled") : e);
        }
    }
}
