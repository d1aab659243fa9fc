package org.bitwright.ui.common;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javafx.animation.Animation;
import javafx.animation.KeyFrame;
import javafx.animation.Timeline;
import javafx.application.Platform;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.collections.ObservableList;
import javafx.util.Duration;
import org.bitwright.task.Daemon;
import org.bitwright.task.Job;
import org.bitwright.task.JobExecutor;
import org.bitwright.task.Ticker;
import org.jspecify.annotations.Nullable;

/**
 * The bridge between background jobs and the window's thread: work runs on a job thread, handlers run on the window's,
 * progress is polled. The only place that calls {@link Platform#runLater}.
 */
public final class Tasks implements AutoCloseable {
    private static final Duration POLL = Duration.millis(100);

    private final Optional<JobExecutor> executor;
    private final ShownTasks shown = new ShownTasks();
    private final Map<String, TaskItem> latest = new HashMap<>();
    private final List<Ticker> repeated = new ArrayList<>();
    private final Optional<Timeline> polling;
    private Consumer<Throwable> failures = error -> {};

    private Tasks(Optional<JobExecutor> executor) {
        this.executor = executor;
        polling = executor.map(present -> new Timeline(new KeyFrame(POLL, event -> poll())));
        polling.ifPresent(timeline -> timeline.setCycleCount(Animation.INDEFINITE));
    }

    /** Jobs run in the background. */
    public static Tasks background() {
        return new Tasks(Optional.of(new JobExecutor()));
    }

    /** Jobs run at once on the calling thread: for tests of view models. */
    public static Tasks sameThread() {
        return new Tasks(Optional.empty());
    }

    /** What happens to failures that a task does not handle itself, and to all for want of memory. */
    public void onUnhandledFailure(Consumer<Throwable> handler) {
        failures = handler;
    }

    /** Tasks that the user sees, newest first, the finished ones with them. */
    public ObservableList<TaskItem> items() {
        return shown.items();
    }

    /** Number of visible tasks that wait or run. */
    public ReadOnlyIntegerProperty activeProperty() {
        return shown.activeProperty();
    }

    public <T> Start<T> task(String name, Job.Work<T> work) {
        return task(() -> name, work);
    }

    /** A task whose name follows the language. */
    public <T> Start<T> task(Supplier<String> name, Job.Work<T> work) {
        return new Start<>(this, name, work);
    }

    public void cancelAll() {
        shown.items().forEach(TaskItem::cancel);
    }

    public void clearFinished() {
        shown.items().removeIf(item -> !item.isActive());
    }

    /** A sink that job threads may call; what they give arrives on the window's thread, in order and in batches. */
    public <T> Consumer<T> feed(Consumer<T> sink) {
        if (executor.isEmpty()) {
            return sink;
        }
        ConcurrentLinkedQueue<T> queue = new ConcurrentLinkedQueue<>();
        AtomicBoolean scheduled = new AtomicBoolean();
        return value -> {
            queue.add(value);
            if (scheduled.compareAndSet(false, true)) {
                Platform.runLater(() -> {
                    scheduled.set(false);
                    for (T next = queue.poll(); next != null; next = queue.poll()) {
                        sink.accept(next);
                    }
                });
            }
        };
    }

    /**
     * Takes a sample at once and again after each pause, in the background, and shows it; with tasks of the same thread
     * once. Nobody waits for it: it keeps nothing from being idle.
     */
    public <T> void every(java.time.Duration pause, Supplier<T> sample, Consumer<T> sink) {
        if (executor.isEmpty()) {
            sink.accept(sample.get());
            return;
        }
        Consumer<T> feed = feed(sink);
        repeated.add(new Ticker("sampler", pause, () -> feed.accept(sample.get())));
    }

    /** Runs an action after the present event, when layout has caught up. */
    public void later(Runnable action) {
        if (executor.isEmpty()) {
            action.run();
        } else {
            Platform.runLater(action);
        }
    }

    /** Runs what must come to its end, whatever is cancelled, on a thread of its own; with tasks of the same thread at once. */
    void surely(String name, Runnable work) {
        if (executor.isEmpty()) {
            work.run();
        } else {
            Daemon.start(name, work);
        }
    }

    <T> TaskItem start(Start<T> start) {
        Job<T> job = new Job<>(start.name.get(), start.work);
        TaskItem item = new TaskItem(job, start.name);
        shown.add(item, start.shown);
        start.key.ifPresent(key -> {
            TaskItem before = latest.put(key, item);
            if (before != null) {
                before.cancel();
            }
        });
        job.result().whenComplete((value, error) -> {
            // On the thread of the job: the disk may be slow.
            Optional.ofNullable(error).ifPresent(FailureTexts::log);
            later(() -> finish(start, item, value, error));
        });
        if (executor.isPresent()) {
            executor.get().run(job);
            polling.ifPresent(Timeline::play);
        } else {
            job.run();
        }
        poll();
        return item;
    }

    private <T> void finish(Start<T> start, TaskItem item, @Nullable T value, @Nullable Throwable error) {
        item.poll();
        shown.ended(item);
        poll();
        boolean wanted = start.key.map(key -> latest.get(key) == item).orElse(true);
        start.key.ifPresent(key -> latest.remove(key, item));
        if (!wanted) {
            return;
        }
        try {
            if (error != null) {
                fail(start, FailureTexts.cause(error));
            } else if (value != null) {
                start.success.accept(value);
            }
        } finally {
            start.finished.run();
        }
    }

    /** That memory ran out is told in any case, also where a task makes little of its failures. */
    private void fail(Start<?> start, Throwable cause) {
        if (cause instanceof CancellationException) {
            return;
        }
        start.failure.orElse(failures).accept(cause);
        if (start.failure.isPresent() && FailureTexts.exhausted(cause).isPresent()) {
            failures.accept(cause);
        }
    }

    private void poll() {
        shown.poll();
        if (shown.isIdle()) {
            polling.ifPresent(Timeline::stop);
        }
    }

    /** Whether nothing waits or runs, hidden work included. */
    public boolean isIdle() {
        return shown.isIdle();
    }

    @Override
    public void close() {
        polling.ifPresent(Timeline::stop);
        repeated.forEach(Ticker::close);
        executor.ifPresent(JobExecutor::close);
    }

    /** A task about to start. */
    public static final class Start<T> {
        private final Tasks tasks;
        private final Supplier<String> name;
        private final Job.Work<T> work;
        private Optional<String> key = Optional.empty();
        private ShownTasks.When shown = ShownTasks.When.AT_ONCE;
        private Consumer<T> success = value -> {};
        private Optional<Consumer<Throwable>> failure = Optional.empty();
        private Runnable finished = () -> {};

        private Start(Tasks tasks, Supplier<String> name, Job.Work<T> work) {
            this.tasks = tasks;
            this.name = name;
            this.work = work;
        }

        /** Replaces the task that was started before under the same key: that one is cancelled, its result dropped. */
        public Start<T> latest(String key) {
            this.key = Optional.of(key);
            return this;
        }

        /** Shows the task to the user only if it takes long. */
        public Start<T> whenSlow() {
            shown = ShownTasks.When.IF_SLOW;
            return this;
        }

        /** Leaves the task out of the list that the user sees. */
        public Start<T> hidden() {
            shown = ShownTasks.When.NEVER;
            return this;
        }

        public Start<T> onSuccess(Consumer<T> handler) {
            success = handler;
            return this;
        }

        public Start<T> onFailure(Consumer<Throwable> handler) {
            failure = Optional.of(handler);
            return this;
        }

        /** Runs after success, failure or cancel, unless a newer task took this one's place. */
        public Start<T> onFinished(Runnable handler) {
            finished = handler;
            return this;
        }

        public TaskItem start() {
            return tasks.start(this);
        }
    }
}
