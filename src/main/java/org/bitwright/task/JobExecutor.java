package org.bitwright.task;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Runs jobs on daemon threads. One owner; closing cancels what is left. Thread-safe. */
public final class JobExecutor implements AutoCloseable {
    private final ExecutorService threads;
    private final List<Job<?>> active = new CopyOnWriteArrayList<>();
    private final Map<String, Job<?>> latest = new ConcurrentHashMap<>();

    public JobExecutor() {
        AtomicInteger number = new AtomicInteger();
        threads = Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "job-" + number.incrementAndGet());
            thread.setDaemon(true);
            thread.setPriority(Thread.NORM_PRIORITY - 1);
            return thread;
        });
    }

    /**
     * Starts a job and returns it at once.
     *
     * @throws RejectedExecutionException if the executor has been closed
     */
    public <T> Job<T> submit(String name, Job.Work<T> work) {
        Job<T> job = new Job<>(name, work);
        run(job);
        return job;
    }

    /** Starts a job that was made before, so that its result could be listened to first. */
    public void run(Job<?> job) {
        start(job);
    }

    /**
     * Starts a job in the place of the one that was started before under the same key, which is cancelled: the latest
     * gesture wins.
     */
    public <T> Job<T> submitLatest(String key, String name, Job.Work<T> work) {
        Job<T> job = new Job<>(name, work);
        Job<?> before = latest.put(key, job);
        if (before != null) {
            before.cancel();
        }
        job.result().whenComplete((value, error) -> latest.remove(key, job));
        start(job);
        return job;
    }

    /** The jobs that wait or run, oldest first: a snapshot. */
    public List<Job<?>> active() {
        return active.stream().filter(job -> !job.result().isDone()).toList();
    }

    public void cancelAll() {
        active.forEach(Job::cancel);
    }

    private void start(Job<?> job) {
        active.add(job);
        job.result().whenComplete((value, error) -> active.remove(job));
        try {
            threads.execute(job::run);
        } catch (RejectedExecutionException e) {
            job.cancel();
            throw e;
        }
    }

    /** Cancels everything and waits up to two seconds for it to end. */
    @Override
    public void close() {
        cancelAll();
        threads.shutdown();
        try {
            if (!threads.awaitTermination(2, TimeUnit.SECONDS)) {
                threads.shutdownNow();
            }
        } catch (InterruptedException e) {
            threads.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
