package org.bitwright.ui.app;

import javafx.scene.Node;
import javafx.scene.control.ButtonBar;
import javafx.scene.control.ButtonType;
import javafx.scene.control.Dialog;
import javafx.scene.control.DialogPane;
import javafx.stage.Stage;
import org.bitwright.ui.common.Appearance;
import org.bitwright.ui.common.Texts;

/** A form with a button that goes on with what it says, and one that does not. */
final class FormDialog {
    private final Dialog<ButtonType> dialog = new Dialog<>();
    private final ButtonType go;
    private final Node button;
    private boolean wide;

    /**
     * @param name of the pane's id, {@code NAME-form}, and of the button's, {@code NAME-start}
     * @param start what the button says
     */
    FormDialog(Stage owner, String name, String title, String start, Node content) {
        if (owner.isShowing()) {
            dialog.initOwner(owner);
        }
        dialog.setTitle(title);
        dialog.setHeaderText(title);
        dialog.setResizable(true);
        go = new ButtonType(start, ButtonBar.ButtonData.OK_DONE);
        DialogPane pane = dialog.getDialogPane();
        pane.setContent(content);
        pane.setId(name + "-form");
        pane.getButtonTypes().setAll(go, new ButtonType(Texts.get("dialog.cancel"), ButtonBar.ButtonData.CANCEL_CLOSE));
        Appearance.follow(owner, pane);
        button = pane.lookupButton(go);
        button.setId(name + "-start");
    }

    /** The button that goes on, which a form disables while it says something impossible. */
    Node button() {
        return button;
    }

    /** Gives a form that holds a table the room that it asks for, as far as the screen has it. */
    void widen() {
        wide = true;
        dialog.getDialogPane().getStyleClass().add("wide-dialog");
    }

    void show(Runnable goOn) {
        show(goOn, () -> {});
    }

    /** @param shown runs when the form is there */
    void show(Runnable goOn, Runnable shown) {
        dialog.resultProperty().addListener((property, before, answer) -> {
            if (answer == go) {
                goOn.run();
            }
        });
        dialog.setOnShown(event -> {
            if (wide) {
                ResultDialog.keepOnScreen(dialog.getDialogPane());
            }
            shown.run();
        });
        dialog.show();
    }
}
