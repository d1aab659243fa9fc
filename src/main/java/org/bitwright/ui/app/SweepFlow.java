package org.bitwright.ui.app;

import java.util.List;
import java.util.OptionalInt;
import java.util.function.Consumer;
import javafx.stage.Stage;
import org.bitwright.analysis.SweepPlan;
import org.bitwright.analysis.SweepPoint;
import org.bitwright.analysis.SweepResult;
import org.bitwright.project.Project;
import org.bitwright.quant.QuantConfig;
import org.bitwright.ui.common.Dialogs;
import org.bitwright.ui.common.LayerRow;
import org.bitwright.ui.common.Tasks;
import org.bitwright.ui.common.Texts;
import org.bitwright.ui.common.Workbench;

/** Runs sweeps and lets their points be applied. */
final class SweepFlow {
    private final Workbench workbench;
    private final Tasks tasks;
    private final Dialogs dialogs;
    private final Stage stage;

    SweepFlow(Workbench workbench, Tasks tasks, Dialogs dialogs, Stage stage) {
        this.workbench = workbench;
        this.tasks = tasks;
        this.dialogs = dialogs;
        this.stage = stage;
    }

    /** Asks what to measure, then measures it. */
    void ask() {
        workbench.project().ifPresent(project -> {
            List<String> selected =
                    workbench.selected().stream().map(LayerRow::name).toList();
            int samples = project.data().map(data -> data.size()).orElse(0);
            new SweepForm(selected, samples).show(stage, order -> run(order.plan(), order.samples()));
        });
    }

    void run(SweepPlan plan, OptionalInt samples) {
        workbench.project().ifPresent(project -> run(project, plan, samples));
    }

    private void run(Project project, SweepPlan plan, OptionalInt samples) {
        Consumer<SweepPoint> feed = tasks.feed(point -> {});
        tasks.<SweepResult>task(
                        Texts.get("task.sweep"),
                        (progress, cancel) -> project.sweep(plan, samples, feed, progress, cancel))
                .latest("sweep")
                .onFailure(error -> new Failures(dialogs).show("error.sweep", error))
                .start();
    }

    /** Makes the configuration of a measured point the project's. */
    void apply(SweepPlan plan, SweepPoint point) {
        List<String> names = plan.layers().isEmpty()
                ? workbench.rows().stream().map(LayerRow::name).toList()
                : plan.layers();
        QuantConfig next = plan.rest();
        for (String name : names) {
            next = workbench
                    .layer(name)
                    .map(layer ->
                            org.bitwright.project.Presets.fitting(point.series().at(point.bits()), layer))
                    .map(config -> plan.rest().with(name, config))
                    .orElse(next);
        }
        workbench.editing().replace(Texts.get("edit.point", String.valueOf(point.bits())), next);
    }
}
