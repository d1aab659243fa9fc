package org.bitwright.ui.app;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import javafx.scene.control.Tab;
import org.bitwright.export.AtomicFile;
import org.bitwright.export.ChannelErrorsCsv;
import org.bitwright.quant.ErrorShare;
import org.bitwright.ui.common.Dialogs;
import org.bitwright.ui.common.LayerRow;
import org.bitwright.ui.common.Tasks;
import org.bitwright.ui.common.Texts;
import org.bitwright.ui.common.Workbench;
import org.bitwright.ui.errors.ErrorView;
import org.bitwright.ui.errors.ErrorViewModel;

/** The error of the layer under the hand; nothing is computed while the tab is behind another. */
final class ErrorTab {
    private final Workbench workbench;
    private final Tasks tasks;
    private final Dialogs dialogs;
    private final ErrorViewModel model;

    private ErrorTab(Workbench workbench, Tasks tasks, Dialogs dialogs) {
        this.workbench = workbench;
        this.tasks = tasks;
        this.dialogs = dialogs;
        model = new ErrorViewModel(workbench, tasks);
    }

    static Tab create(Workbench workbench, Tasks tasks, Dialogs dialogs) {
        ErrorTab errors = new ErrorTab(workbench, tasks, dialogs);
        ErrorView view = new ErrorView(errors.model);
        view.setOnSave(errors::save);
        Tab tab = new Tab();
        tab.setId("error-tab");
        tab.textProperty().bind(Texts.bind("errors.title"));
        tab.setContent(view);
        errors.model.activeProperty().bind(tab.selectedProperty());
        return tab;
    }

    private void save() {
        String layer = workbench.editor().row().map(LayerRow::name).orElse("");
        List<ErrorShare> shares = model.shares();
        dialogs.saveFile(
                        Texts.get("errors.save"),
                        layer.replaceAll("[^A-Za-z0-9._-]", "_") + ".csv",
                        new Dialogs.FileKind(Texts.get("export.CSV"), List.of("*.csv")))
                .ifPresent(path -> tasks.<Path>task(
                                Texts.supply("task.save", String.valueOf(path.getFileName())), (progress, cancel) -> {
                                    byte[] bytes = ChannelErrorsCsv.write(layer, shares)
                                            .getBytes(StandardCharsets.UTF_8);
                                    AtomicFile.write(path, out -> out.write(bytes));
                                    return path;
                                })
                        .onFailure(error -> new Failures(dialogs).show("error.export", error))
                        .start());
    }
}
