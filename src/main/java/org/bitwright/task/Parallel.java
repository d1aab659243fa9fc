package org.bitwright.task;

import java.util.concurrent.CancellationException;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Loops over independent slices on all cores. Results must not depend on which thread ran which slice. */
public final class Parallel {
    private static final ThreadLocal<Boolean> ONE_THREAD = ThreadLocal.withInitial(() -> false);

    private Parallel() {}

    /** How many slices run at a time at most: one on the calling thread, the others on the common pool. */
    public static int threads() {
        return Math.max(0, ForkJoinPool.getCommonPoolParallelism()) + 1;
    }

    /** Work on slice number {@code slice}. */
    @FunctionalInterface
    public interface SliceWork {
        void run(int slice);
    }

    /** Runs {@code work} with every loop in it on the calling thread: to measure, and to leave the other cores alone. */
    public static <T> T onOneThread(Supplier<T> work) {
        boolean before = ONE_THREAD.get();
        ONE_THREAD.set(true);
        try {
            return work.get();
        } finally {
            ONE_THREAD.set(before);
        }
    }

    /**
     * Runs {@code work} for every slice 0 … {@code slices − 1}, in any order, and returns when all are done. With one
     * slice, or one core, the calling thread does it all.
     *
     * @throws CancellationException if {@code cancel} is set; slices under way end first, as they do where one throws
     */
    public static void forSlices(int slices, CancelToken cancel, SliceWork work) {
        if (slices <= 1 || ONE_THREAD.get() || ForkJoinPool.getCommonPoolParallelism() <= 0) {
            for (int slice = 0; slice < slices; slice++) {
                cancel.throwIfCancelled();
                work.run(slice);
            }
            return;
        }
        // A stream whose work throws returns while other slices still run; what they use could then be closed under
        // them.
        AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
        IntStream.range(0, slices).parallel().forEach(slice -> {
            if (!cancel.isCancelled() && failure.get() == null) {
                attempt(slice, work, failure);
            }
        });
        rethrow(failure.get());
        cancel.throwIfCancelled();
    }

    @SuppressWarnings("IllegalCatch")
    private static void attempt(int slice, SliceWork work, AtomicReference<@Nullable Throwable> failure) {
        try {
            work.run(slice);
        } catch (RuntimeException | Error e) {
            failure.compareAndSet(null, e);
        }
    }

    private static void rethrow(@Nullable Throwable failure) {
        if (failure instanceof RuntimeException e) {
            throw e;
        }
        if (failure instanceof Error e) {
            throw e;
        }
    }
}
