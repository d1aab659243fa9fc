package org.bitwright.task;

import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;

/**
 * Something that is made on another core while the thread that will need it does something else. Where no core is free
 * by then, that thread makes it itself.
 *
 * @param <T> what is made
 */
public final class Ahead<T> implements AutoCloseable {

    /** What makes it. */
    @FunctionalInterface
    public interface Work<T> {
        T make() throws Exception;
    }

    private final ForkJoinTask<Outcome<T>> task;
    private final boolean begun;

    private Ahead(Work<T> work, boolean begun) {
        this.task = ForkJoinTask.adapt(() -> Outcome.of(work));
        this.begun = begun;
    }

    private sealed interface Outcome<T> {
        record Made<T>(T value) implements Outcome<T> {}

        record Failed<T>(Exception failure) implements Outcome<T> {}

        static <T> Outcome<T> of(Work<T> work) {
            try {
                return new Made<>(work.make());
            } catch (Exception e) {
                return new Failed<>(e);
            }
        }
    }

    /** Begins at once, or with one core when it is taken. */
    public static <T> Ahead<T> of(Work<T> work) {
        Ahead<T> ahead = new Ahead<>(work, ForkJoinPool.getCommonPoolParallelism() > 0);
        if (ahead.begun) {
            ahead.task.fork();
        }
        return ahead;
    }

    /**
     * Waits for what is made.
     *
     * @throws Exception what the work threw
     */
    public T take() throws Exception {
        Outcome<T> outcome = begun ? task.join() : task.invoke();
        if (outcome instanceof Outcome.Failed<T> failed) {
            throw failed.failure();
        }
        return ((Outcome.Made<T>) outcome).value();
    }

    /** Waits until nothing is made any more; of use where it was not taken. */
    @Override
    public void close() {
        if (begun) {
            task.quietlyJoin();
        }
    }
}
