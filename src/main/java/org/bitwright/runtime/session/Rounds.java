package org.bitwright.runtime.session;

import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.bitwright.task.CancelToken;
import org.bitwright.task.Parallel;
import org.jspecify.annotations.Nullable;

/** Runs of an order, one after the other, each on several threads. Thread-safe: callers wait for each other. */
public final class Rounds {
    private long last;

    /** What one thread does of a round, which ends when nothing of it is left for any thread. */
    @FunctionalInterface
    public interface Share {
        /** @return nanoseconds that it took; empty if the round failed */
        OptionalLong of(long round) throws InferenceException;
    }

    /**
     * Runs a round. A thread that comes when another has found nothing left does not ask any more.
     *
     * @return nanoseconds of all threads; empty if the round failed
     */
    public synchronized OptionalLong run(int threads, CancelToken cancel, Share share) throws InferenceException {
        long round = ++last;
        AtomicLong nanoseconds = new AtomicLong();
        AtomicBoolean over = new AtomicBoolean();
        AtomicBoolean failed = new AtomicBoolean();
        AtomicReference<@Nullable InferenceException> failure = new AtomicReference<>();
        Parallel.forSlices(threads, cancel, slice -> {
            if (over.get()) {
                return;
            }
            try {
                OptionalLong took = share.of(round);
                nanoseconds.addAndGet(took.orElse(0));
                failed.compareAndSet(false, took.isEmpty());
            } catch (InferenceException e) {
                failure.compareAndSet(null, e);
            }
            over.set(true);
        });
        cancel.throwIfCancelled();
        InferenceException thrown = failure.get();
        if (thrown != null) {
            throw thrown;
        }
        return failed.get() ? OptionalLong.empty() : OptionalLong.of(nanoseconds.get());
    }
}
