package org.bitwright.ui.app;

import java.util.List;
import java.util.Optional;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.layout.VBox;
import javafx.stage.Stage;
import org.bitwright.project.Project;
import org.bitwright.project.Variant;
import org.bitwright.project.VariantComparison;
import org.bitwright.project.VariantLatency;
import org.bitwright.runtime.LatencyRun;
import org.bitwright.task.Parallel;
import org.bitwright.ui.common.Dialogs;
import org.bitwright.ui.common.TaskItem;
import org.bitwright.ui.common.Tasks;
import org.bitwright.ui.common.Texts;
import org.bitwright.ui.variants.ComparisonView;
import org.bitwright.ui.variants.ComparisonViewModel;

/** Two variants side by side: how far measuring them is, then what came of it; their latency on demand. */
final class ComparisonWindow {
    private final Project project;
    private final Tasks tasks;
    private final Dialogs dialogs;
    private final Variant first;
    private final Variant second;
    private final ResultDialog dialog;
    private final Button speed;
    private final Runnable measured;
    private Optional<TaskItem> running = Optional.empty();
    private Optional<ComparisonViewModel> shown = Optional.empty();

    /** @param measured called when something was measured */
    ComparisonWindow(
            Project project, List<Variant> pair, Tasks tasks, Dialogs dialogs, Stage owner, Runnable measured) {
        this.project = project;
        this.tasks = tasks;
        this.dialogs = dialogs;
        this.measured = measured;
        first = pair.get(0);
        second = pair.get(1);
        dialog = new ResultDialog(
                owner,
                "comparison",
                Texts.bind("comparison.title"),
                Texts.bind("comparison.heading", first.name(), second.name()));
        speed = dialog.button("comparison-latency", Texts.bind("comparison.measureLatency"), this::measureLatency);
        speed.setDisable(true);
    }

    void open() {
        TaskItem item = tasks.<VariantComparison>task(
                        Texts.supply("task.comparison"),
                        (progress, cancel) -> project.exploration().compareVariants(first, second, progress, cancel))
                .onSuccess(this::show)
                .onFailure(error -> {
                    dialog.close();
                    new Failures(dialogs).show("error.comparison", error);
                })
                .onFinished(measured)
                .start();
        running = Optional.of(item);
        dialog.show(
                () -> shown.<Node>map(ComparisonView::new).orElseGet(() -> waiting(item)),
                () -> running.filter(TaskItem::isActive).ifPresent(TaskItem::cancel));
    }

    private static VBox waiting(TaskItem item) {
        Label what = new Label(Texts.get("comparison.running"));
        ProgressBar bar = new ProgressBar();
        bar.setMaxWidth(Double.MAX_VALUE);
        bar.progressProperty().bind(item.progressProperty());
        VBox waiting = new VBox(what, bar);
        waiting.getStyleClass().add("dialog-lines");
        return waiting;
    }

    private void show(VariantComparison comparison) {
        shown = Optional.of(new ComparisonViewModel(comparison, project.model()));
        speed.setDisable(project.dataSets().evaluation().isEmpty()
                && project.dataSets().calibration().isEmpty());
        dialog.renew();
    }

    private void measureLatency() {
        speed.setDisable(true);
        running = Optional.of(tasks.<VariantLatency>task(
                        Texts.supply("task.comparisonLatency"), (progress, cancel) -> project.exploration()
                                .measureLatency(
                                        first, second, Parallel.threads(), LatencyRun.BATCHES, progress, cancel))
                .onSuccess(latency ->
                        shown.ifPresent(model -> model.latencyProperty().set(Optional.of(latency))))
                .onFailure(error -> new Failures(dialogs).show("error.speed", error))
                .onFinished(() -> {
                    speed.setDisable(false);
                    dialog.fit();
                })
                .start());
    }
}
