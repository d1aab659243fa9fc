package org.bitwright.ui.app;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javafx.beans.InvalidationListener;
import javafx.beans.binding.BooleanBinding;
import javafx.scene.control.Tab;
import javafx.stage.Stage;
import org.bitwright.project.Project;
import org.bitwright.project.TrainingRun;
import org.bitwright.training.GradientRounding;
import org.bitwright.training.GradientStatistics;
import org.bitwright.training.StepReport;
import org.bitwright.ui.common.Dialogs;
import org.bitwright.ui.common.LayerRow;
import org.bitwright.ui.common.Tasks;
import org.bitwright.ui.common.Texts;
import org.bitwright.ui.common.Workbench;
import org.bitwright.ui.gradients.GradientPage;
import org.bitwright.ui.gradients.GradientsView;
import org.bitwright.ui.gradients.GradientsViewModel;

/** The gradients of the run under way, of runs that were kept, and of the present network; comparisons of their width. */
final class GradientsTab {
    private final Workbench workbench;
    private final TrainingPanel training;
    private final GradientsViewModel model = new GradientsViewModel();
    private final GradientMeasuring measuring;
    private final GradientComparisons comparisons;
    private final Tab tab = new Tab();
    private String heard = "";
    private Optional<GradientRounding> rounding = Optional.empty();
    private long taken = -1;
    private Optional<Project> shown = Optional.empty();

    GradientsTab(Workbench workbench, Tasks tasks, Dialogs dialogs, TrainingPanel training) {
        this.workbench = workbench;
        this.training = training;
        measuring = new GradientMeasuring(workbench, tasks, dialogs, model);
        comparisons = new GradientComparisons(workbench, tasks, dialogs, training.flow());
        GradientsView view = new GradientsView(model, comparisons.view());
        view.setOnMeasure(measuring::measure);
        view.setOnChosen(this::choose);
        comparisons.setOnRunChosen(this::showRun);
        comparisons.setOnStarted(() -> {
            tab.getTabPane().getSelectionModel().select(tab);
            model.pageProperty().set(GradientPage.WIDTHS);
        });
        tab.setId("gradients-tab");
        tab.textProperty().bind(Texts.bind("gradients.title"));
        tab.setContent(view);
        measuring.activeProperty().bind(tab.selectedProperty());
        workbench.editor().rowProperty().addListener((property, before, now) -> showLayer());
        Texts.follow(view, measuring::look);
        follow(tasks);
        refresh();
    }

    private void follow(Tasks tasks) {
        InvalidationListener changed = observable -> refresh();
        workbench.projectProperty().addListener(changed);
        workbench.training().epochsProperty().addListener(changed);
        // What others trained and measured is there when their task ends.
        tasks.activeProperty().addListener(changed);
        workbench.training().runProperty().addListener((property, before, now) -> {
            now.ifPresent(model::begin);
            heard = "";
            refresh();
        });
        workbench.training().reportProperty().addListener((property, before, now) -> now.ifPresent(this::hear));
    }

    Tab tab() {
        return tab;
    }

    void define(Actions actions, Stage stage) {
        BooleanBinding possible = training.possible();
        actions.define(Action.COMPARE_GRADIENTS, possible, () -> comparisons.ask(stage));
        comparisons.offer(stage, possible);
    }

    private void hear(StepReport report) {
        workbench.training().runProperty().get().ifPresent(run -> {
            if (!heard.equals(run)) {
                heard = run;
                rounding = rounding(run);
            }
            model.hear(run, rounding, report);
        });
    }

    private Optional<GradientRounding> rounding(String run) {
        return workbench.project().flatMap(open -> open.training().find(run)).flatMap(known -> known.plan()
                .gradients());
    }

    /** Takes over what the project knows of its runs. */
    private void refresh() {
        Optional<Project> open = workbench.project();
        if (!open.equals(shown)) {
            shown = open;
            taken = -1;
            model.clear();
            measuring.clear();
            comparisons.clear();
            showLayer();
        }
        List<TrainingRun> runs = open.map(one -> one.training().runs()).orElse(List.of());
        long revision = open.map(one -> one.training().revision()).orElse(0L);
        if (revision != taken) {
            taken = revision;
            measuring.look();
            runs.forEach(run -> model.keep(run.name(), run.plan().gradients(), run.epochs()));
            List<String> known =
                    new ArrayList<>(runs.stream().map(TrainingRun::name).toList());
            workbench
                    .training()
                    .runProperty()
                    .get()
                    .filter(run -> !known.contains(run))
                    .ifPresent(known::add);
            model.retain(known);
        }
        comparisons.show(runs);
    }

    private void showLayer() {
        model.showLayer(workbench.editor().row().map(LayerRow::name).orElse(""));
    }

    private void choose(GradientStatistics gradient) {
        model.select(gradient);
        workbench.row(gradient.layer()).ifPresent(row -> workbench.select(List.of(row)));
    }

    private void showRun(String run) {
        model.showRun(run);
        model.pageProperty().set(GradientPage.SPREAD);
    }
}
