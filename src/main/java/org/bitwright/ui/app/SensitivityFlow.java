package org.bitwright.ui.app;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.stage.Stage;
import org.bitwright.analysis.DataSplit;
import org.bitwright.analysis.Fidelity;
import org.bitwright.analysis.sensitivity.Sensitivity;
import org.bitwright.analysis.sensitivity.SensitivityCell;
import org.bitwright.analysis.sensitivity.SensitivityPlan;
import org.bitwright.analysis.sensitivity.SensitivityResult;
import org.bitwright.model.Dataset;
import org.bitwright.project.Project;
import org.bitwright.ui.common.Dialogs;
import org.bitwright.ui.common.LayerRow;
import org.bitwright.ui.common.Sensitivities;
import org.bitwright.ui.common.TaskItem;
import org.bitwright.ui.common.Tasks;
import org.bitwright.ui.common.Texts;
import org.bitwright.ui.common.Workbench;

/** Measures what layers lose, and shows the cells as they come. */
final class SensitivityFlow {
    private final Workbench workbench;
    private final Tasks tasks;
    private final Dialogs dialogs;
    private final Stage stage;
    private Runnable shown = () -> {};
    private Optional<TaskItem> running = Optional.empty();

    SensitivityFlow(Workbench workbench, Tasks tasks, Dialogs dialogs, Stage stage) {
        this.workbench = workbench;
        this.tasks = tasks;
        this.dialogs = dialogs;
        this.stage = stage;
    }

    /** Called when something is going to be measured: its view comes to the front. */
    void setOnStarted(Runnable listener) {
        shown = listener;
    }

    /** Asks what to measure, then measures it. */
    void ask() {
        workbench.project().ifPresent(project -> {
            List<String> selected =
                    workbench.selected().stream().map(LayerRow::name).toList();
            SensitivityPlan usual = project.exploration().usualSensitivity();
            new SensitivityForm(usual, selected, samples(project)).show(stage, plan -> run(project, plan));
        });
    }

    private static int samples(Project project) {
        return project.dataSets().evaluation().map(Dataset::size).orElse(0);
    }

    void run(Project project, SensitivityPlan plan) {
        Sensitivities known = workbench.sensitivities();
        known.begin(nothing(project, plan));
        shown.run();
        // One feed for all that is heard: cells come after what they are compared with.
        Consumer<Runnable> feed = tasks.feed(told -> {
            if (known.plan().filter(plan::equals).isPresent()) {
                told.run();
            }
        });
        TaskItem item = tasks.<SensitivityResult>task(
                        Texts.supply("task.sensitivity"), (progress, cancel) -> project.exploration()
                                .sensitivity(plan, listener(feed, known), progress, cancel))
                .latest("sensitivity")
                .onFailure(error -> {
                    if (isOpen(project)) {
                        new Failures(dialogs).show("error.sensitivity", error);
                    }
                })
                .onFinished(() -> finish(project))
                .start();
        running = Optional.of(item);
    }

    private boolean isOpen(Project project) {
        return workbench.project().filter(project::equals).isPresent();
    }

    /** The project has kept what was measured, also of what was cancelled. */
    private void finish(Project project) {
        if (isOpen(project)) {
            workbench.sensitivities().end();
            workbench.refresh();
        }
    }

    /** Nobody waits any longer for what was going to be measured. */
    void cancel() {
        running.ifPresent(TaskItem::cancel);
        running = Optional.empty();
    }

    private static Sensitivity.Listener listener(Consumer<Runnable> feed, Sensitivities known) {
        return new Sensitivity.Listener() {
            @Override
            public void heard(SensitivityCell cell) {
                feed.accept(() -> known.put(cell));
            }

            @Override
            public void compared(Fidelity floating, Optional<Fidelity> present) {
                feed.accept(() -> known.compareWith(floating, present));
            }
        };
    }

    private static SensitivityResult nothing(Project project, SensitivityPlan plan) {
        boolean labelled =
                project.dataSets().evaluation().flatMap(Dataset::labels).isPresent();
        int all = DataSplit.of(samples(project)).indexes(plan.part()).length;
        return new SensitivityResult(
                plan, Fidelity.none(labelled), Optional.empty(), List.of(), Math.min(plan.samples(), all), 0, 0);
    }
}
