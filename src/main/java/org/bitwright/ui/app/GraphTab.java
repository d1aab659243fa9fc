package org.bitwright.ui.app;

import javafx.scene.control.Tab;
import org.bitwright.ui.common.Dialogs;
import org.bitwright.ui.common.Tasks;
import org.bitwright.ui.common.Texts;
import org.bitwright.ui.common.Workbench;
import org.bitwright.ui.graph.GraphView;
import org.bitwright.ui.graph.GraphViewModel;
import org.bitwright.ui.layers.LayerMenu;
import org.bitwright.ui.layers.LayersViewModel;

/** The network as a graph; nothing is laid out before someone looks. */
final class GraphTab {
    private final GraphViewModel model;
    private final Tab tab = new Tab();

    GraphTab(Workbench workbench, Tasks tasks, Dialogs dialogs) {
        model = new GraphViewModel(workbench, tasks);
        GraphView view = new GraphView(model);
        view.setOnSave(new ChartSaving(tasks, dialogs, "graph")::save);
        view.setMenu(LayerMenu.create(new LayersViewModel(workbench)));
        tab.setId("graph-tab");
        tab.textProperty().bind(Texts.bind("graph.title"));
        tab.setContent(view);
        model.activeProperty().bind(tab.selectedProperty());
    }

    Tab tab() {
        return tab;
    }

    /** Called when the user wants to see the chosen layer from near. */
    void setOnOpen(Runnable action) {
        model.setOnOpen(action);
    }
}
