package org.bitwright.ui.app;

import javafx.beans.binding.Bindings;
import javafx.beans.binding.BooleanBinding;
import javafx.scene.control.Tab;
import javafx.stage.Stage;
import org.bitwright.ui.common.Dialogs;
import org.bitwright.ui.common.Tasks;
import org.bitwright.ui.common.Texts;
import org.bitwright.ui.common.Workbench;
import org.bitwright.ui.variants.VariantsView;
import org.bitwright.ui.variants.VariantsViewModel;

/** The tab with the variants, and the window that compares two. */
final class VariantsPanel {
    private final Workbench workbench;
    private final Tasks tasks;
    private final Dialogs dialogs;
    private final Stage stage;
    private final VariantsViewModel model;
    private final Tab tab = new Tab();

    VariantsPanel(Workbench workbench, Tasks tasks, Dialogs dialogs, Stage stage) {
        this.workbench = workbench;
        this.tasks = tasks;
        this.dialogs = dialogs;
        this.stage = stage;
        model = new VariantsViewModel(workbench, dialogs);
        VariantsView view = new VariantsView(model);
        view.setOnCompare(this::compare);
        tab.textProperty().bind(Texts.bind("variants.title"));
        tab.setContent(view);
    }

    Tab tab() {
        return tab;
    }

    void define(Actions actions) {
        BooleanBinding open = Bindings.createBooleanBinding(
                () -> workbench.project().isPresent(), workbench.projectProperty());
        actions.define(Action.SNAPSHOT, open, this::snapshot);
    }

    private void snapshot() {
        if (tab.getTabPane() != null) {
            tab.getTabPane().getSelectionModel().select(tab);
        }
        model.snapshot();
    }

    private void compare() {
        workbench.project().ifPresent(open -> model.pair()
                .ifPresent(pair -> new ComparisonWindow(open, pair, tasks, dialogs, stage, this::measured).open()));
    }

    private void measured() {
        workbench.refresh();
        model.refresh();
    }
}
