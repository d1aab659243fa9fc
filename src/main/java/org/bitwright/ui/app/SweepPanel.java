package org.bitwright.ui.app;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import javafx.scene.Node;
import javafx.stage.Stage;
import org.bitwright.analysis.Accuracy;
import org.bitwright.export.AtomicFile;
import org.bitwright.project.Measurement;
import org.bitwright.project.Project;
import org.bitwright.ui.common.Dialogs;
import org.bitwright.ui.common.LayerRow;
import org.bitwright.ui.common.Tasks;
import org.bitwright.ui.common.Texts;
import org.bitwright.ui.common.Workbench;
import org.bitwright.ui.sweep.AccuracyChartView;
import org.bitwright.ui.sweep.AccuracyChartViewModel;
import org.bitwright.ui.sweep.ChartFile;
import org.bitwright.ui.sweep.PresentPoint;

/** The chart of accuracy against width: fed by sweeps, with the present configuration as a dot. */
final class SweepPanel {
    private final Workbench workbench;
    private final Tasks tasks;
    private final Dialogs dialogs;
    private final AccuracyChartViewModel chart = new AccuracyChartViewModel();
    private final SweepFlow flow;
    private final AccuracyChartView view = new AccuracyChartView(chart);

    SweepPanel(Workbench workbench, Tasks tasks, Dialogs dialogs, Stage stage) {
        this.workbench = workbench;
        this.tasks = tasks;
        this.dialogs = dialogs;
        flow = new SweepFlow(workbench, tasks, dialogs, stage, chart);
        chart.setOnPointChosen(flow::offer);
        view.setOnSave(this::save);
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
        chart.clear();
        chart.titleProperty().set(project.map(open -> open.model().fileName()).orElse(""));
        project.flatMap(Project::lastSweep).ifPresent(flow::show);
    }

    private void showPresent() {
        Optional<Accuracy> accuracy =
                workbench.measurements().presentProperty().get().flatMap(Measurement::accuracy);
        chart.presentProperty().set(accuracy.map(value -> new PresentPoint(meanBits(), value)));
    }

    private double meanBits() {
        long weights = 0;
        double bits = 0;
        for (LayerRow row : workbench.rows()) {
            weights += row.layer().parameters();
            bits += (double) row.layer().parameters() * row.config().format().bits();
        }
        return weights == 0 ? 0 : bits / weights;
    }

    private void save(ChartFile file) {
        String ending = file.kind().extension();
        dialogs.saveFile(
                        Texts.get("chart.save"),
                        "accuracy." + ending,
                        new Dialogs.FileKind(file.kind().name(), List.of("*." + ending)))
                .ifPresent(path -> tasks.<Path>task(
                                Texts.get("task.save", String.valueOf(path.getFileName())),
                                (progress, cancel) -> write(path, file.content().call()))
                        .onFailure(error -> new Failures(dialogs).show("error.export", error))
                        .start());
    }

    private static Path write(Path path, byte[] bytes) throws IOException {
        AtomicFile.write(path, out -> out.write(bytes));
        return path;
    }
}
