package org.bitwright.ui.app;

import javafx.beans.binding.Bindings;
import javafx.beans.binding.BooleanBinding;
import javafx.scene.control.Tab;
import javafx.stage.Stage;
import org.bitwright.project.Project;
import org.bitwright.ui.common.Dialogs;
import org.bitwright.ui.common.Tasks;
import org.bitwright.ui.common.Texts;
import org.bitwright.ui.common.Workbench;
import org.bitwright.ui.training.RunControl;
import org.bitwright.ui.training.TrainingView;
import org.bitwright.ui.training.TrainingViewModel;

/** The tab with the training runs and their curves. */
final class TrainingPanel {
    private final Workbench workbench;
    private final TrainingViewModel model;
    private final TrainingFlow flow;
    private final Tab tab = new Tab();

    TrainingPanel(Workbench workbench, Tasks tasks, Dialogs dialogs, Stage stage) {
        this.workbench = workbench;
        model = new TrainingViewModel(workbench, dialogs);
        flow = new TrainingFlow(workbench, tasks, dialogs, stage, model);
        flow.setOnStarted(() -> tab.getTabPane().getSelectionModel().select(tab));
        TrainingView view = new TrainingView(model);
        view.setOnSave(new ChartSaving(tasks, dialogs, "training")::save);
        tab.textProperty().bind(Texts.bind("training.title"));
        tab.setContent(view);
        workbench.projectProperty().addListener((property, before, now) -> {
            flow.leave();
            model.curves()
                    .titleProperty()
                    .set(now.map(open -> open.model().fileName()).orElse(""));
        });
        // Runs that others started, and what was measured of them, are there when their task ends.
        tasks.activeProperty().addListener(observable -> model.refresh());
    }

    Tab tab() {
        return tab;
    }

    TrainingFlow flow() {
        return flow;
    }

    void define(Actions actions) {
        actions.define(Action.TRAIN, possible(), flow::ask);
    }

    /** Whether a run can begin: one at a time. */
    BooleanBinding possible() {
        return Bindings.createBooleanBinding(
                () -> workbench.project().filter(Project::hasNetwork).isPresent()
                        && model.controlProperty().get() == RunControl.IDLE,
                workbench.projectProperty(),
                model.controlProperty());
    }
}
