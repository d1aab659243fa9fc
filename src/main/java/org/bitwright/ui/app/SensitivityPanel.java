package org.bitwright.ui.app;

import javafx.beans.binding.Bindings;
import javafx.beans.binding.BooleanBinding;
import javafx.scene.control.Tab;
import javafx.stage.Stage;
import org.bitwright.project.DataSets;
import org.bitwright.project.Project;
import org.bitwright.ui.common.Dialogs;
import org.bitwright.ui.common.Tasks;
import org.bitwright.ui.common.Texts;
import org.bitwright.ui.common.Workbench;
import org.bitwright.ui.sensitivity.SensitivityView;
import org.bitwright.ui.sensitivity.SensitivityViewModel;

/** The tab with the heat map of sensitivity, and what fills it. */
final class SensitivityPanel {
    private final Workbench workbench;
    private final SensitivityFlow flow;
    private final SensitivityViewModel model;
    private final Tab tab = new Tab();

    SensitivityPanel(Workbench workbench, Tasks tasks, Dialogs dialogs, Stage stage) {
        this.workbench = workbench;
        flow = new SensitivityFlow(workbench, tasks, dialogs, stage);
        model = new SensitivityViewModel(workbench);
        SensitivityView view = new SensitivityView(model);
        view.setOnSave(new ChartSaving(tasks, dialogs, "sensitivity")::save);
        tab.textProperty().bind(Texts.bind("sensitivity.title"));
        tab.setContent(view);
        flow.setOnStarted(() -> {
            if (tab.getTabPane() != null) {
                tab.getTabPane().getSelectionModel().select(tab);
            }
        });
        workbench.projectProperty().addListener((property, before, now) -> {
            flow.cancel();
            model.titleProperty().set(now.map(open -> open.model().fileName()).orElse(""));
        });
    }

    Tab tab() {
        return tab;
    }

    SensitivityFlow flow() {
        return flow;
    }

    void define(Actions actions) {
        BooleanBinding withData = Bindings.createBooleanBinding(
                () -> workbench.project().map(Project::dataSets).flatMap(DataSets::evaluation).isPresent(),
                workbench.projectProperty(),
                workbench.measurements().dataProperty());
        actions.define(Action.SENSITIVITY, withData, flow::ask);
    }
}
