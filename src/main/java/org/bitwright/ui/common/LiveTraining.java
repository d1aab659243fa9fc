package org.bitwright.ui.common;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.bitwright.training.Checkpoint;
import org.bitwright.training.EpochRecord;
import org.bitwright.training.StepReport;
import org.bitwright.training.TrainingListener;

/** Training while it runs, as the panels share it. Properties are used on the window's thread. */
public final class LiveTraining {
    private final Tasks tasks;
    private final ReadOnlyObjectWrapper<Optional<String>> run = new ReadOnlyObjectWrapper<>(Optional.empty());
    private final ReadOnlyObjectWrapper<Optional<StepReport>> report = new ReadOnlyObjectWrapper<>(Optional.empty());
    private final ReadOnlyIntegerWrapper epochs = new ReadOnlyIntegerWrapper();
    private final Map<String, StepTrace> traces = new HashMap<>();

    LiveTraining(Tasks tasks) {
        this.tasks = tasks;
    }

    /** Name of the run that is under way, from before its first step until its end. */
    public ReadOnlyObjectProperty<Optional<String>> runProperty() {
        return run.getReadOnlyProperty();
    }

    /** The step that was heard last of the run under way. */
    public ReadOnlyObjectProperty<Optional<StepReport>> reportProperty() {
        return report.getReadOnlyProperty();
    }

    /** Counts up with each epoch that is done. */
    public ReadOnlyIntegerProperty epochsProperty() {
        return epochs.getReadOnlyProperty();
    }

    /** What was heard of a run's steps in this window, thinned out, without gradients. */
    public List<StepReport> steps(String name) {
        StepTrace trace = traces.get(name);
        return trace == null ? List.of() : trace.reports();
    }

    /** A run begins or goes on; {@link #end} tells that it does no more. */
    public void begin(String name) {
        report.set(Optional.empty());
        run.set(Optional.of(name));
    }

    public void end() {
        run.set(Optional.empty());
    }

    public void rename(String before, String now) {
        StepTrace trace = traces.remove(before);
        if (trace != null) {
            traces.put(now, trace);
        }
    }

    /** Nothing of the runs before is shown any more. */
    public void clear() {
        traces.clear();
        report.set(Optional.empty());
        run.set(Optional.empty());
    }

    /** What a job that trains tells; it arrives on the window's thread. */
    public TrainingListener listener(String name) {
        Consumer<StepReport> steps = tasks.feed(heard -> step(name, heard));
        Consumer<EpochRecord> done = tasks.feed(heard -> epochs.set(epochs.get() + 1));
        return new TrainingListener() {
            @Override
            public void step(StepReport heard) {
                steps.accept(heard);
            }

            @Override
            public void epoch(EpochRecord record, Checkpoint checkpoint) {
                done.accept(record);
            }
        };
    }

    /** A step that comes after the end belongs to the past. */
    private void step(String name, StepReport heard) {
        if (run.get().filter(name::equals).isPresent()) {
            traces.computeIfAbsent(name, ignored -> new StepTrace()).add(heard);
            report.set(Optional.of(heard));
        }
    }
}
