package org.bitwright.ui.app;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javafx.beans.InvalidationListener;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.BooleanBinding;
import javafx.scene.Node;
import javafx.scene.control.Tab;
import javafx.scene.control.ToggleButton;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.stage.Stage;
import org.bitwright.model.Dataset;
import org.bitwright.project.DataSets;
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
import org.bitwright.ui.search.SearchState;
import org.bitwright.ui.search.SearchView;
import org.bitwright.ui.search.SearchViewModel;

/** The chart of size against accuracy, kept in line with what the project has measured; loads its points. */
final class FrontPanel {
    private static final String LOAD = "load";

    private final Workbench workbench;
    private final Dialogs dialogs;
    private final FrontChartViewModel chart = new FrontChartViewModel();
    private final SearchViewModel search = new SearchViewModel();
    private final SearchFlow flow;
    private final Tab tab = new Tab();

    FrontPanel(Workbench workbench, Tasks tasks, Dialogs dialogs, Stage stage) {
        this.workbench = workbench;
        this.dialogs = dialogs;
        chart.cursor().setOnChosen(this::offer);
        FrontChartView view = new FrontChartView(chart);
        view.setOnSave(new ChartSaving(tasks, dialogs, "size-accuracy")::save);
        tab.textProperty().bind(Texts.bind("front.title"));
        tab.setContent(page(view));
        flow = new SearchFlow(workbench, tasks, dialogs, stage, search);
        flow.setOnStarted(() -> tab.getTabPane().getSelectionModel().select(tab));
        workbench.projectProperty().addListener((property, before, now) -> {
            chart.clear();
            flow.show(now);
        });
        // Other data: what was found on those before says nothing any more.
        workbench.measurements().dataProperty().addListener((property, before, now) -> flow.show(workbench.project()));
        InvalidationListener measured = observable -> refresh();
        workbench.configProperty().addListener(measured);
        workbench.measurements().presentProperty().addListener(measured);
        workbench.measurements().floatingProperty().addListener(measured);
        // What a sweep or a search measured is there when its task ends.
        tasks.activeProperty().addListener(measured);
        search.resultProperty().addListener(measured);
    }

    /** The search beside the chart that it fills, once there is one. */
    private Node page(FrontChartView view) {
        SearchView beside = new SearchView(search);
        ToggleButton shown = new ToggleButton();
        shown.setId("search-shown");
        shown.textProperty().bind(Texts.bind("search.title"));
        shown.getStyleClass().add("small");
        shown.setSelected(true);
        shown.visibleProperty().bind(search.stateProperty().isNotEqualTo(SearchState.NONE));
        shown.managedProperty().bind(shown.visibleProperty());
        search.planProperty().addListener(observable -> shown.setSelected(true));
        view.addControl(shown);
        beside.visibleProperty().bind(shown.visibleProperty().and(shown.selectedProperty()));
        beside.managedProperty().bind(beside.visibleProperty());
        HBox.setHgrow(view, Priority.ALWAYS);
        return new HBox(view, beside);
    }

    void define(Actions actions) {
        BooleanBinding withData = Bindings.createBooleanBinding(
                () -> workbench
                        .project()
                        .map(Project::dataSets)
                        .flatMap(DataSets::evaluation)
                        .isPresent(),
                workbench.projectProperty(),
                workbench.measurements().dataProperty());
        actions.define(Action.SEARCH, withData, flow::ask);
    }

    Tab tab() {
        return tab;
    }

    private void refresh() {
        Optional<Project> project = workbench.project();
        chart.titleProperty().set(project.map(open -> open.model().fileName()).orElse(""));
        search.presentProperty().set(project.map(Project::config));
        chart.presentProperty()
                .set(project.map(open -> workbench.configProperty().get()));
        chart.labelledProperty()
                .set(project.map(Project::dataSets)
                        .flatMap(DataSets::evaluation)
                        .flatMap(Dataset::labels)
                        .isPresent());
        chart.floatingProperty()
                .set(project.flatMap(open -> open.measuring().measured(QuantConfig.empty()))
                        .map(FrontPoints::score));
        chart.show(project.map(this::points).orElse(List.of()));
    }

    private List<FrontPoint> points(Project project) {
        FrontPoints points = new FrontPoints(project);
        List<FrontPoint> all = new ArrayList<>(points.measured());
        search.resultProperty().get().map(points::searched).ifPresent(all::addAll);
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
                .ifPresent(
                        answer -> workbench.editing().replace(Texts.supply("edit.front", size, score), point.config()));
    }
}
