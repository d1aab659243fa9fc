package org.bitwright.task;

import java.util.concurrent.CancellationException;
import java.util.concurrent.ForkJoinPool;
import java.util.function.Supplier;
import java.util.stream.IntStream;

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
     * @throws CancellationException if {@code cancel} is set; slices under way end first
     */
    public static void forSlices(int slices, CancelToken cancel, SliceWork work) {
        if (slices <= 1 || ONE_THREAD.get() || ForkJoinPool.getCommonPoolParallelism() <= 0) {
            for (int slice = 0; slice < slices; slice++) {
                cancel.throwIfCancelled();
                work.run(slice);
            }
            return;
        }
        IntStream.range(0, slices).parallel().forEach(slice -> {
            if (!cancel.isCancelled()) {
                work.run(slice);
            }
        });
        cancel.throwIfCancelled();
    }
}
