package org.bitwright.ui.app;

import javafx.scene.control.Tab;
import javafx.stage.Stage;
import org.bitwright.ui.common.Dialogs;
import org.bitwright.ui.common.Tasks;
import org.bitwright.ui.common.Texts;
import org.bitwright.ui.common.Workbench;

/** The tabs below: what was measured, trained and named. */
final class ChartPanels {
    private final SweepPanel sweep;
    private final SensitivityPanel sensitivity;
    private final FrontPanel front;
    private final TrainingPanel training;
    private final VariantsPanel variants;

    ChartPanels(Workbench workbench, Tasks tasks, Dialogs dialogs, Stage stage) {
        sweep = new SweepPanel(workbench, tasks, dialogs, stage);
        sensitivity = new SensitivityPanel(workbench, tasks, dialogs, stage);
        front = new FrontPanel(workbench, tasks, dialogs, stage);
        training = new TrainingPanel(workbench, tasks, dialogs, stage);
        variants = new VariantsPanel(workbench, tasks, dialogs, stage);
    }

    SweepPanel sweep() {
        return sweep;
    }

    TrainingPanel training() {
        return training;
    }

    Tab[] tabs() {
        Tab accuracy = new Tab();
        accuracy.textProperty().bind(Texts.bind("accuracy.title"));
        accuracy.setContent(sweep.view());
        return new Tab[] {accuracy, sensitivity.tab(), front.tab(), training.tab(), variants.tab()};
    }

    void define(Actions actions) {
        sensitivity.define(actions);
        front.define(actions);
        training.define(actions);
        variants.define(actions);
    }
}
