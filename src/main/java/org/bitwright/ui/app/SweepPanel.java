package org.bitwright.ui.app;

import javafx.scene.Node;
import javafx.scene.layout.StackPane;
import javafx.stage.Stage;
import org.bitwright.ui.common.Dialogs;
import org.bitwright.ui.common.Tasks;
import org.bitwright.ui.common.Workbench;

/** The chart of accuracy against width, fed by sweeps. */
final class SweepPanel {
    private final SweepFlow flow;
    private final StackPane view = new StackPane();

    SweepPanel(Workbench workbench, Tasks tasks, Dialogs dialogs, Stage stage) {
        flow = new SweepFlow(workbench, tasks, dialogs, stage);
    }

    SweepFlow flow() {
        return flow;
    }

    Node view() {
        return view;
    }
}
