package org.bitwright.ui.app;

import javafx.beans.binding.Bindings;
import javafx.scene.Node;
import javafx.scene.control.ButtonBar;
import javafx.scene.control.ButtonType;
import javafx.scene.control.Dialog;
import javafx.scene.control.DialogPane;
import javafx.stage.Stage;
import org.bitwright.quant.NumberFormat;
import org.bitwright.ui.calibrators.CalibratorsView;
import org.bitwright.ui.calibrators.CalibratorsViewModel;
import org.bitwright.ui.common.Appearance;
import org.bitwright.ui.common.LayerRow;
import org.bitwright.ui.common.Tasks;
import org.bitwright.ui.common.Texts;
import org.bitwright.ui.common.Workbench;

/** Shows what every calibrator would make of the layer under the hand, and puts in the one that is chosen. */
final class CalibratorWindow {
    private final Workbench workbench;
    private final Tasks tasks;
    private final Stage owner;

    CalibratorWindow(Workbench workbench, Tasks tasks, Stage owner) {
        this.workbench = workbench;
        this.tasks = tasks;
        this.owner = owner;
    }

    /** Opens the window if the layer is quantized. */
    void show() {
        workbench
                .editor()
                .row()
                .filter(row -> !(row.config().format() instanceof NumberFormat.Float32))
                .ifPresent(this::show);
    }

    private void show(LayerRow row) {
        CalibratorsViewModel model = new CalibratorsViewModel(
                workbench, row, workbench.editor().channelProperty().get());
        model.start(tasks);
        Dialog<ButtonType> dialog = new Dialog<>();
        if (owner.isShowing()) {
            dialog.initOwner(owner);
        }
        dialog.setTitle(Texts.get("calibrators.title"));
        dialog.setHeaderText(Texts.get("calibrators.heading", row.name()));
        dialog.setResizable(true);
        ButtonType use = new ButtonType(Texts.get("calibrators.use"), ButtonBar.ButtonData.OK_DONE);
        fill(dialog.getDialogPane(), model, use);
        dialog.resultProperty().addListener((property, before, answer) -> {
            if (answer == use) {
                model.apply();
            }
        });
        dialog.setOnHidden(event -> model.close());
        dialog.show();
    }

    private void fill(DialogPane pane, CalibratorsViewModel model, ButtonType use) {
        CalibratorsView view = new CalibratorsView(model);
        pane.setContent(view);
        pane.setId("calibrator-window");
        pane.getStyleClass().add("wide-dialog");
        pane.getButtonTypes()
                .setAll(use, new ButtonType(Texts.get("dialog.cancel"), ButtonBar.ButtonData.CANCEL_CLOSE));
        Appearance.follow(owner, pane);
        Node button = pane.lookupButton(use);
        button.setId("calibrators-use");
        button.disableProperty()
                .bind(Bindings.createBooleanBinding(() -> !model.isApplicable(), model.chosenProperty()));
        view.setOnChosen(() -> {
            if (button instanceof javafx.scene.control.Button real && !real.isDisabled()) {
                real.fire();
            }
        });
    }
}
