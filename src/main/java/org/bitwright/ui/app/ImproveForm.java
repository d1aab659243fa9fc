package org.bitwright.ui.app;

import java.util.List;
import java.util.function.Consumer;
import javafx.scene.control.ButtonBar;
import javafx.scene.control.ButtonType;
import javafx.scene.control.Dialog;
import javafx.scene.control.Label;
import javafx.scene.control.RadioButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.VBox;
import javafx.stage.Stage;
import org.bitwright.optimize.ImprovementKind;
import org.bitwright.ui.common.Appearance;
import org.bitwright.ui.common.ChangedTexts;
import org.bitwright.ui.common.Numbers;
import org.bitwright.ui.common.Texts;

/** Says what an improvement does, and asks which layers it shall be made on. */
final class ImproveForm {
    private final ImprovementKind kind;
    private final List<String> all;
    private final List<String> selected;
    private final RadioButton whole = new RadioButton();
    private final RadioButton chosen = new RadioButton();
    private final Label calibration = new Label();

    /**
     * @param all names of all layers
     * @param selected of those that are selected
     * @param samples number of calibration samples; 0 where none is needed and there is none
     */
    ImproveForm(ImprovementKind kind, List<String> all, List<String> selected, int samples) {
        this.kind = kind;
        this.all = all;
        this.selected = selected;
        whole.setId("improve-all");
        whole.setText(Texts.get("improve.all", Numbers.count(all.size())));
        chosen.setId("improve-selected");
        chosen.setText(
                selected.size() == 1
                        ? Texts.get("improve.one", selected.get(0))
                        : Texts.get("improve.selected", Numbers.count(selected.size())));
        chosen.setDisable(selected.isEmpty());
        calibration.setText(Texts.get("improve.calibration", Numbers.count(samples)));
        calibration.setVisible(samples > 0);
        calibration.setManaged(samples > 0);
        calibration.getStyleClass().add("muted");
        ToggleGroup group = new ToggleGroup();
        group.getToggles().addAll(whole, chosen);
        group.selectToggle(selected.size() > 1 ? chosen : whole);
    }

    /** Shows the form; {@code start} gets the layers' names if it is confirmed. */
    void show(Stage owner, Consumer<List<String>> start) {
        Dialog<ButtonType> dialog = new Dialog<>();
        if (owner.isShowing()) {
            dialog.initOwner(owner);
        }
        String name = ChangedTexts.improvement(kind.id());
        dialog.setTitle(name);
        dialog.setHeaderText(name);
        dialog.getDialogPane().setContent(form());
        dialog.getDialogPane().setId("improve-form");
        ButtonType go = new ButtonType(Texts.get("improve.start"), ButtonBar.ButtonData.OK_DONE);
        dialog.getDialogPane()
                .getButtonTypes()
                .setAll(go, new ButtonType(Texts.get("dialog.cancel"), ButtonBar.ButtonData.CANCEL_CLOSE));
        Appearance.follow(owner, dialog.getDialogPane());
        dialog.getDialogPane().lookupButton(go).setId("improve-start");
        dialog.resultProperty().addListener((property, before, answer) -> {
            if (answer == go) {
                start.accept(chosen.isSelected() ? selected : all);
            }
        });
        dialog.show();
    }

    private VBox form() {
        Label note = new Label(Texts.get("improveNote." + kind.name()));
        note.setWrapText(true);
        VBox form = new VBox(note, whole, chosen, calibration);
        form.getStyleClass().add("dialog-lines");
        return form;
    }
}
