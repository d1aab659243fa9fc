package org.bitwright.ui.common;

import java.util.Optional;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import org.bitwright.model.Dataset;
import org.bitwright.project.Measurement;
import org.bitwright.project.Project;
import org.bitwright.quant.QuantConfig;

/** What was measured for the float network and for the present configuration, and the job that measures it. */
public final class Measurements {
    private static final String KEY = "measure";

    private final Workbench workbench;
    private final Tasks tasks;
    private final ReadOnlyObjectWrapper<Optional<Measurement>> floating = new ReadOnlyObjectWrapper<>(Optional.empty());
    private final ReadOnlyObjectWrapper<Optional<Measurement>> present = new ReadOnlyObjectWrapper<>(Optional.empty());
    private final ReadOnlyObjectWrapper<Optional<Dataset>> data = new ReadOnlyObjectWrapper<>(Optional.empty());
    private Optional<QuantConfig> measuring = Optional.empty();
    private final BooleanProperty automatic = new SimpleBooleanProperty(true);

    Measurements(Workbench workbench, Tasks tasks) {
        this.workbench = workbench;
        this.tasks = tasks;
    }

    /** Of the float network. */
    public ReadOnlyObjectProperty<Optional<Measurement>> floatingProperty() {
        return floating.getReadOnlyProperty();
    }

    /** Of the present configuration; empty until it is measured. */
    public ReadOnlyObjectProperty<Optional<Measurement>> presentProperty() {
        return present.getReadOnlyProperty();
    }

    /** The open project's evaluation data. */
    public ReadOnlyObjectProperty<Optional<Dataset>> dataProperty() {
        return data.getReadOnlyProperty();
    }

    /** Whether every new configuration is measured without being asked to. */
    public BooleanProperty automaticProperty() {
        return automatic;
    }

    /** Measures the present configuration now, in a task that the user sees. */
    public void evaluate() {
        workbench.project().ifPresent(open -> measure(open, true));
    }

    void clear() {
        floating.set(Optional.empty());
        present.set(Optional.empty());
        data.set(Optional.empty());
        measuring = Optional.empty();
    }

    void refresh() {
        workbench.project().ifPresent(open -> {
            take(open);
            boolean missing = floating.get().isEmpty() || present.get().isEmpty();
            boolean under = measuring.filter(open.config()::equals).isPresent();
            if (automatic.get() && open.dataSets().evaluation().isPresent() && missing && !under) {
                measure(open, false);
            }
        });
    }

    private void take(Project open) {
        data.set(open.dataSets().evaluation());
        floating.set(open.measuring().measured(QuantConfig.empty()));
        present.set(open.measuring().measured(open.config()));
    }

    private void measure(Project open, boolean asked) {
        QuantConfig config = open.config();
        measuring = Optional.of(config);
        Tasks.Start<Measurement> task = tasks.task(Texts.supply("task.evaluate"), (progress, cancel) -> {
            if (open.measuring().measured(QuantConfig.empty()).isEmpty()) {
                open.measuring().measure(QuantConfig.empty(), progress, cancel);
            }
            return open.measuring().measure(config, progress, cancel);
        });
        if (!asked) {
            task.whenSlow();
        }
        task.latest(KEY)
                .onSuccess(measurement -> {
                    if (workbench.project().filter(open::equals).isPresent()) {
                        take(open);
                    }
                })
                .onFinished(() -> measuring = Optional.empty())
                .start();
    }
}
