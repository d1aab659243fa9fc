package org.bitwright.ui.app;

import java.util.function.Supplier;
import javafx.beans.value.ObservableValue;
import javafx.event.ActionEvent;
import javafx.geometry.Rectangle2D;
import javafx.geometry.VPos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ButtonBar;
import javafx.scene.control.ButtonType;
import javafx.scene.control.Dialog;
import javafx.scene.control.DialogPane;
import javafx.scene.control.Label;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.stage.Modality;
import javafx.stage.Screen;
import javafx.stage.Stage;
import javafx.stage.Window;
import org.bitwright.ui.common.Appearance;
import org.bitwright.ui.common.Texts;

/** A window beside the main one that shows a result until it is put away, in the language of the moment. */
final class ResultDialog {
    private final Dialog<ButtonType> dialog = new Dialog<>();
    private final ButtonType close = new ButtonType("", ButtonBar.ButtonData.CANCEL_CLOSE);

    private Runnable filling = () -> {};

    ResultDialog(Stage owner, String id, ObservableValue<String> title, ObservableValue<String> heading) {
        if (owner.isShowing()) {
            dialog.initOwner(owner);
        }
        dialog.initModality(Modality.NONE);
        dialog.titleProperty().bind(title);
        dialog.headerTextProperty().bind(heading);
        dialog.setResizable(true);
        DialogPane pane = dialog.getDialogPane();
        pane.setId(id);
        pane.getStyleClass().add("wide-dialog");
        pane.getButtonTypes().setAll(close);
        Appearance.follow(owner, pane);
        button(close).textProperty().bind(Texts.bind("dialog.close"));
    }

    /** A button that does something and leaves the window open. */
    Button button(String id, ObservableValue<String> text, Runnable action) {
        ButtonType type = new ButtonType("", ButtonBar.ButtonData.LEFT);
        dialog.getDialogPane().getButtonTypes().add(type);
        Button button = button(type);
        button.textProperty().bind(text);
        button.setId(id);
        button.addEventFilter(ActionEvent.ACTION, event -> {
            event.consume();
            action.run();
        });
        return button;
    }

    private Button button(ButtonType type) {
        return (Button) dialog.getDialogPane().lookupButton(type);
    }

    /** @param content made anew when the language changes */
    void show(Supplier<? extends Node> content, Runnable onHidden) {
        DialogPane pane = dialog.getDialogPane();
        filling = () -> pane.setContent(content.get());
        filling.run();
        Texts.follow(pane, filling);
        dialog.setOnHidden(event -> onHidden.run());
        // Enter must do nothing but put the window away.
        dialog.setOnShown(event -> {
            button(close).requestFocus();
            keepOnScreen(pane);
        });
        dialog.show();
    }

    /** Makes the content anew, which is something else by now, and gives it the height that it wants. */
    void renew() {
        filling.run();
        fit();
    }

    void close() {
        dialog.close();
    }

    /** Gives the window the height that its content wants now. */
    void fit() {
        if (dialog.getDialogPane().getScene() != null) {
            dialog.getDialogPane().getScene().getWindow().sizeToScene();
            keepOnScreen(dialog.getDialogPane());
        }
    }

    /** Large type makes windows that are larger than small screens: they are made to fit, and scroll. */
    static void keepOnScreen(DialogPane pane) {
        Window window = pane.getScene().getWindow();
        Rectangle2D screen = Screen.getPrimary().getVisualBounds();
        window.setWidth(Math.min(window.getWidth(), screen.getWidth()));
        window.setHeight(Math.min(window.getHeight(), screen.getHeight()));
        window.setX(Math.max(screen.getMinX(), Math.min(window.getX(), screen.getMaxX() - window.getWidth())));
        window.setY(Math.max(screen.getMinY(), Math.min(window.getY(), screen.getMaxY() - window.getHeight())));
    }

    /** A form of names and what they are. */
    static GridPane figures() {
        GridPane figures = new GridPane();
        figures.getStyleClass().add("result-figures");
        ColumnConstraints names = new ColumnConstraints();
        names.setMinWidth(Region.USE_PREF_SIZE);
        ColumnConstraints values = new ColumnConstraints();
        values.setHgrow(Priority.ALWAYS);
        figures.getColumnConstraints().setAll(names, values);
        return figures;
    }

    /** @param id of the value */
    static Label figure(GridPane figures, String id, String name, String value) {
        Label title = new Label(name);
        title.getStyleClass().add("muted");
        Label shown = new Label(value);
        shown.setId(id);
        shown.setWrapText(true);
        shown.setMinHeight(Region.USE_PREF_SIZE);
        title.setLabelFor(shown);
        GridPane.setValignment(title, VPos.TOP);
        figures.addRow(figures.getRowCount(), title, shown);
        return shown;
    }
}
