package org.bitwright.ui.common;

import java.util.Optional;
import java.util.function.Supplier;
import javafx.beans.property.ReadOnlyDoubleProperty;
import javafx.beans.property.ReadOnlyDoubleWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import org.bitwright.task.Job;

/** A background job as the window sees it: its state is polled, some ten times a second. */
public final class TaskItem {
    private final Job<?> job;
    private final Supplier<String> name;
    private final long started = System.nanoTime();
    private final ReadOnlyObjectWrapper<Job.State> state = new ReadOnlyObjectWrapper<>(Job.State.WAITING);
    private final ReadOnlyDoubleWrapper progress = new ReadOnlyDoubleWrapper(-1);
    private final ReadOnlyStringWrapper message = new ReadOnlyStringWrapper("");
    private final ReadOnlyDoubleWrapper seconds = new ReadOnlyDoubleWrapper(0);

    TaskItem(Job<?> job, Supplier<String> name) {
        this.job = job;
        this.name = name;
    }

    /** In the present language. */
    public String name() {
        return name.get();
    }

    public ReadOnlyObjectProperty<Job.State> stateProperty() {
        return state.getReadOnlyProperty();
    }

    public Job.State state() {
        return state.get();
    }

    /** 0…1, or −1 while it is not known. */
    public ReadOnlyDoubleProperty progressProperty() {
        return progress.getReadOnlyProperty();
    }

    public ReadOnlyStringProperty messageProperty() {
        return message.getReadOnlyProperty();
    }

    public ReadOnlyDoubleProperty secondsProperty() {
        return seconds.getReadOnlyProperty();
    }

    public boolean isActive() {
        return state.get() == Job.State.WAITING || state.get() == Job.State.RUNNING;
    }

    /** Whether a cancel was asked for that the job has not answered yet. */
    public boolean isCancelling() {
        return isActive() && job.token().isCancelled();
    }

    public Optional<Throwable> failure() {
        return job.failure();
    }

    public void cancel() {
        job.cancel();
        poll();
    }

    /** What training says of itself, in the user's language. */
    private static String translated(String message) {
        return switch (message) {
            case "preparing" -> Texts.get("training.preparing");
            case "measuring" -> Texts.get("training.measuring");
            default -> message;
        };
    }

    void poll() {
        if (!isActive()) {
            return;
        }
        seconds.set((System.nanoTime() - started) / 1e9);
        progress.set(job.progress().fraction());
        message.set(
                job.token().isCancelled()
                        ? Texts.get("tasks.cancelling")
                        : translated(job.progress().message()));
        state.set(job.state());
    }
}
