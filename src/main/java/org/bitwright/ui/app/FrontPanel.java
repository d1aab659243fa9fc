package org.bitwright.ui.app;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javafx.beans.InvalidationListener;
import javafx.scene.control.Tab;
import org.bitwright.model.Dataset;
import org.bitwright.project.Project;
import org.bitwright.quant.QuantConfig;
import org.bitwright.ui.common.Dialogs;
import org.bitwright.ui.common.Numbers;
import org.bitwright.ui.common.Tasks;
import org.bitwright.ui.common.Texts;
import org.bitwright.ui.common.Workbench;
import org.bitwright.ui.front.FrontChartView;
import org.bitwright.ui.front.FrontChartViewModel;
import org.bitwright.ui.front.FrontPoint;

/** The chart of size against accuracy, kept in line with what the project has measured; loads its points. */
final class FrontPanel {
    private static final String LOAD = "load";

    private final Workbench workbench;
    private final Dialogs dialogs;
    private final FrontChartViewModel chart = new FrontChartViewModel();
    private final Tab tab = new Tab();

    FrontPanel(Workbench workbench, Tasks tasks, Dialogs dialogs) {
        this.workbench = workbench;
        this.dialogs = dialogs;
        chart.setOnPointChosen(this::offer);
        FrontChartView view = new FrontChartView(chart);
        view.setOnSave(new ChartSaving(tasks, dialogs, "size-accuracy")::save);
        tab.textProperty().bind(Texts.bind("front.title"));
        tab.setContent(view);
        workbench.projectProperty().addListener((property, before, now) -> chart.clear());
        InvalidationListener measured = observable -> refresh();
        workbench.configProperty().addListener(measured);
        workbench.measurements().presentProperty().addListener(measured);
        workbench.measurements().floatingProperty().addListener(measured);
        // What a sweep or a search measured is there when its task ends.
        tasks.activeProperty().addListener(measured);
    }

    Tab tab() {
        return tab;
    }

    private void refresh() {
        Optional<Project> project = workbench.project();
        chart.titleProperty().set(project.map(open -> open.model().fileName()).orElse(""));
        chart.presentProperty().set(project.map(open -> workbench.configProperty().get()));
        chart.labelledProperty()
                .set(project.flatMap(Project::data).flatMap(Dataset::labels).isPresent());
        chart.floatingProperty()
                .set(project.flatMap(open -> open.measured(QuantConfig.empty())).map(FrontPoints::score));
        chart.show(project.map(FrontPanel::points).orElse(List.of()));
    }

    private static List<FrontPoint> points(Project project) {
        FrontPoints points = new FrontPoints(project);
        List<FrontPoint> all = new ArrayList<>(points.measured());
        project.exploration().lastSearch().map(points::searched).ifPresent(all::addAll);
        return all;
    }

    /** Asks whether the configuration of a point shall be the project's. */
    private void offer(FrontPoint point) {
        if (workbench.configProperty().get().equals(point.config())) {
            return;
        }
        String size = Numbers.bytes(point.bytes());
        String score = Numbers.percent(point.score().top1());
        dialogs.ask(
                        Texts.get("frontPoint.title"),
                        Texts.get("frontPoint.question", size, score),
                        List.of(new Dialogs.Choice(LOAD, Texts.get("frontPoint.load"))))
                .ifPresent(answer -> workbench.editing().replace(Texts.get("edit.front", size, score), point.config()));
    }
}
