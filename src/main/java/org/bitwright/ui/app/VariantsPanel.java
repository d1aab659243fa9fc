package org.bitwright.ui.app;

import java.io.IOException;
import java.util.List;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.BooleanBinding;
import javafx.scene.control.Tab;
import javafx.stage.Stage;
import org.bitwright.project.Project;
import org.bitwright.project.Variant;
import org.bitwright.runtime.session.InferenceException;
import org.bitwright.task.CancelToken;
import org.bitwright.task.Progress;
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
        view.setOnMeasure(this::measure);
        tab.textProperty().bind(Texts.bind("variants.title"));
        tab.setContent(view);
    }

    Tab tab() {
        return tab;
    }

    void define(Actions actions) {
        BooleanBinding open =
                Bindings.createBooleanBinding(() -> workbench.project().isPresent(), workbench.projectProperty());
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

    private void measure() {
        List<Variant> wanted = model.unmeasured();
        workbench.project().ifPresent(open -> tasks.task(
                        Texts.supply("task.variants"), (progress, cancel) -> measure(open, wanted, progress, cancel))
                .latest("variants")
                .onFailure(error -> new Failures(dialogs).show("error.comparison", error))
                .onFinished(this::measured)
                .start());
    }

    private static int measure(Project open, List<Variant> wanted, Progress progress, CancelToken cancel)
            throws IOException, InferenceException {
        for (Variant variant : wanted) {
            progress.message(variant.name());
            open.measuring().measure(variant.config(), progress, cancel);
        }
        return wanted.size();
    }

    private void measured() {
        workbench.refresh();
        model.refresh();
    }
}
