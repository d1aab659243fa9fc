package org.bitwright.ui.app;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import javafx.stage.Stage;
import org.bitwright.analysis.SweepPlan;
import org.bitwright.analysis.SweepPoint;
import org.bitwright.analysis.SweepResult;
import org.bitwright.model.Dataset;
import org.bitwright.model.Model;
import org.bitwright.project.Measurement;
import org.bitwright.project.Presets;
import org.bitwright.project.Project;
import org.bitwright.quant.QuantConfig;
import org.bitwright.quant.TensorConfig;
import org.bitwright.ui.common.Dialogs;
import org.bitwright.ui.common.LayerRow;
import org.bitwright.ui.common.Numbers;
import org.bitwright.ui.common.SeriesTexts;
import org.bitwright.ui.common.TaskItem;
import org.bitwright.ui.common.Tasks;
import org.bitwright.ui.common.Texts;
import org.bitwright.ui.common.Workbench;
import org.bitwright.ui.sweep.AccuracyChartViewModel;

/** Runs sweeps, shows their points as they come, and lets a point be applied. */
final class SweepFlow {
    private static final String APPLY = "apply";

    private final Workbench workbench;
    private final Tasks tasks;
    private final Dialogs dialogs;
    private final Stage stage;
    private final AccuracyChartViewModel chart;
    private final CalibrationFlow calibration;
    private Optional<SweepPlan> shown = Optional.empty();
    private Optional<TaskItem> running = Optional.empty();

    SweepFlow(Workbench workbench, Tasks tasks, Dialogs dialogs, Stage stage, AccuracyChartViewModel chart) {
        this.workbench = workbench;
        this.tasks = tasks;
        this.dialogs = dialogs;
        this.stage = stage;
        this.chart = chart;
        calibration = new CalibrationFlow(workbench, dialogs);
    }

    /** Asks what to measure, then measures it. */
    void ask() {
        workbench.project().ifPresent(project -> {
            List<String> selected =
                    workbench.selected().stream().map(LayerRow::name).toList();
            int samples = project.dataSets().evaluation().map(Dataset::size).orElse(0);
            new SweepForm(selected, samples, project.config()).show(stage, order -> start(project, order));
        });
    }

    /** Ranges of activations need calibration data. */
    private void start(Project project, SweepForm.Order order) {
        boolean calibrated =
                order.plan().series().stream().noneMatch(line -> line.part().hasActivations())
                        || calibration
                                .samples(project, "statistics.noDataAtAll", "statistics.reserve")
                                .isPresent();
        if (calibrated) {
            run(order.plan(), order.samples());
        }
    }

    void run(SweepPlan plan, OptionalInt samples) {
        workbench.project().ifPresent(project -> run(project, plan, samples));
    }

    private void run(Project project, SweepPlan plan, OptionalInt samples) {
        shown = Optional.of(plan);
        chart.clear();
        plan.series().forEach(chart::expect);
        if (samples.isEmpty()) {
            chart.floatAccuracyProperty()
                    .set(project.measuring().measured(QuantConfig.empty()).flatMap(Measurement::accuracy));
        }
        chart.runningProperty().set(true);
        Consumer<SweepPoint> feed = tasks.feed(point -> {
            if (isShown(project) && shown.filter(plan::equals).isPresent()) {
                chart.addPoint(point);
            }
        });
        running = Optional.of(
                tasks.<SweepResult>task(Texts.supply("task.sweep"), (progress, cancel) -> project.measuring()
                                .sweep(plan, samples, feed, progress, cancel))
                        .latest("sweep")
                        .onSuccess(result -> {
                            if (isShown(project)) {
                                show(result);
                            }
                        })
                        .onFailure(error -> tell(project, error))
                        .onFinished(() -> {
                            chart.runningProperty().set(false);
                            workbench.refresh();
                        })
                        .start());
    }

    private boolean isShown(Project project) {
        return workbench.project().filter(project::equals).isPresent();
    }

    /** A project that is closed under a sweep makes it fail; that is nobody's fault. */
    private void tell(Project project, Throwable error) {
        if (isShown(project)) {
            new Failures(dialogs).show("error.sweep", error);
        }
    }

    /** Another project is shown: what was under way belongs to the one before. */
    void leave() {
        running.ifPresent(TaskItem::cancel);
        running = Optional.empty();
        shown = Optional.empty();
        chart.clear();
    }

    /** Shows a sweep that was measured before. */
    void show(SweepResult result) {
        shown = Optional.of(result.plan());
        chart.show(result);
    }

    /** Asks whether the configuration of a point shall be the project's. */
    void offer(SweepPoint point) {
        shown.ifPresent(plan -> dialogs.ask(
                        Texts.get("sweepPoint.title"),
                        Texts.get(
                                "sweepPoint.question",
                                String.valueOf(point.bits()),
                                SeriesTexts.name(point.series(), true),
                                Numbers.percent(point.accuracy().top1()),
                                Numbers.bytes(point.bytes())),
                        List.of(new Dialogs.Choice(APPLY, Texts.get("sweepPoint.apply"))))
                .ifPresent(answer -> apply(plan, point)));
    }

    private void apply(SweepPlan plan, SweepPoint point) {
        QuantConfig next = plan.rest();
        for (LayerRow row : workbench.rows()) {
            if (plan.layers().isEmpty() || plan.layers().contains(row.name())) {
                TensorConfig config = Presets.fitting(
                        point.series()
                                .at(point.bits())
                                .withOverlay(plan.present().of(row.name()).baseOverlay()),
                        row.layer());
                next = next.with(row.name(), config);
            }
        }
        if (point.series().part().hasActivations()) {
            Model model = workbench.project().orElseThrow().model();
            next = next.editActivations(
                    plan.activations(model), before -> point.series().activationAt(point.bits()));
        }
        workbench.editing().replace(Texts.supply("edit.point", String.valueOf(point.bits())), next);
    }
}
