package org.bitwright.ui.app;

import java.util.Optional;
import javafx.scene.Node;
import javafx.stage.Stage;
import org.bitwright.analysis.Accuracy;
import org.bitwright.project.Measurement;
import org.bitwright.project.Measuring;
import org.bitwright.project.Project;
import org.bitwright.ui.common.AverageBits;
import org.bitwright.ui.common.Dialogs;
import org.bitwright.ui.common.Tasks;
import org.bitwright.ui.common.Workbench;
import org.bitwright.ui.sweep.AccuracyChartView;
import org.bitwright.ui.sweep.AccuracyChartViewModel;
import org.bitwright.ui.sweep.PresentPoint;

/** The chart of accuracy against width: fed by sweeps, with the present configuration as a dot. */
final class SweepPanel {
    private final Workbench workbench;
    private final AccuracyChartViewModel chart = new AccuracyChartViewModel();
    private final SweepFlow flow;
    private final AccuracyChartView view = new AccuracyChartView(chart);

    SweepPanel(Workbench workbench, Tasks tasks, Dialogs dialogs, Stage stage) {
        this.workbench = workbench;
        flow = new SweepFlow(workbench, tasks, dialogs, stage, chart);
        chart.cursor().setOnChosen(flow::offer);
        view.setOnSave(new ChartSaving(tasks, dialogs, "accuracy")::save);
        workbench.projectProperty().addListener((property, before, now) -> showProject(now));
        workbench.measurements().presentProperty().addListener(observable -> showPresent());
    }

    SweepFlow flow() {
        return flow;
    }

    AccuracyChartViewModel chart() {
        return chart;
    }

    Node view() {
        return view;
    }

    private void showProject(Optional<Project> project) {
        flow.leave();
        chart.titleProperty().set(project.map(open -> open.model().fileName()).orElse(""));
        project.map(Project::measuring).flatMap(Measuring::lastSweep).ifPresent(flow::show);
    }

    private void showPresent() {
        double bits = workbench
                .project()
                .map(open -> AverageBits.of(open.model(), open.config()))
                .orElse(0.0);
        Optional<Accuracy> accuracy =
                workbench.measurements().presentProperty().get().flatMap(Measurement::accuracy);
        chart.presentProperty().set(accuracy.map(value -> new PresentPoint(bits, value)));
    }
}
