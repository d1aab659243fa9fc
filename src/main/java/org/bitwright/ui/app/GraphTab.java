package org.bitwright.ui.app;

import java.nio.file.Path;
import java.util.List;
import javafx.scene.control.Tab;
import org.bitwright.export.AtomicFile;
import org.bitwright.ui.common.Dialogs;
import org.bitwright.ui.common.Tasks;
import org.bitwright.ui.common.Texts;
import org.bitwright.ui.common.Workbench;
import org.bitwright.ui.graph.GraphFile;
import org.bitwright.ui.graph.GraphView;
import org.bitwright.ui.graph.GraphViewModel;
import org.bitwright.ui.layers.LayerMenu;
import org.bitwright.ui.layers.LayersViewModel;

/** The network as a graph; nothing is laid out before someone looks. */
final class GraphTab {
    private final Workbench workbench;
    private final Tasks tasks;
    private final Dialogs dialogs;
    private final GraphViewModel model;
    private final Tab tab = new Tab();

    GraphTab(Workbench workbench, Tasks tasks, Dialogs dialogs) {
        this.workbench = workbench;
        this.tasks = tasks;
        this.dialogs = dialogs;
        model = new GraphViewModel(workbench, tasks);
        GraphView view = new GraphView(model);
        view.setOnSave(this::save);
        view.setMenu(LayerMenu.create(new LayersViewModel(workbench)));
        tab.setId("graph-tab");
        tab.textProperty().bind(Texts.bind("graph.title"));
        tab.setContent(view);
        model.activeProperty().bind(tab.selectedProperty());
    }

    Tab tab() {
        return tab;
    }

    GraphViewModel model() {
        return model;
    }

    /** Called when the user wants to see the chosen layer from near. */
    void setOnOpen(Runnable action) {
        model.setOnOpen(action);
    }

    private void save(GraphFile file) {
        String ending = file.kind().extension();
        String name = workbench
                .project()
                .map(open -> open.model().fileName().replaceFirst("\\.[^.]*$", ""))
                .orElse("graph");
        dialogs.saveFile(
                        Texts.get("graph.save"),
                        name + "-graph." + ending,
                        new Dialogs.FileKind(file.kind().name(), List.of("*." + ending)))
                .ifPresent(path -> tasks.<Path>task(
                                Texts.get("task.save", String.valueOf(path.getFileName())), (progress, cancel) -> {
                                    byte[] bytes = file.content().call();
                                    AtomicFile.write(path, out -> out.write(bytes));
                                    return path;
                                })
                        .onFailure(error -> new Failures(dialogs).show("error.export", error))
                        .start());
    }
}
