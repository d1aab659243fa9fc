package org.bitwright.ui.inspector;

import javafx.geometry.VPos;
import javafx.scene.Node;
import javafx.scene.control.Control;
import javafx.scene.control.Label;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.bitwright.ui.common.Texts;

/** Adds rows of a label and its control to a form. */
final class FormRow {
    private FormRow() {}

    static Label add(GridPane form, String key, Node control) {
        Label label = new Label();
        label.textProperty().bind(Texts.bind(key));
        label.setMinWidth(Region.USE_PREF_SIZE);
        GridPane.setValignment(label, VPos.TOP);
        label.getStyleClass().add("form-label");
        int row = form.getRowCount();
        form.addRow(row, label, control);
        return label;
    }

    static Label add(GridPane form, String key, Control control) {
        Label label = add(form, key, (Node) control);
        label.setLabelFor(control);
        control.accessibleTextProperty().bind(label.textProperty());
        return label;
    }

    /** Two in one row; gives the label of the second. */
    static Label pair(GridPane form, String key, Region first, String secondKey, Region second) {
        Label between = new Label();
        between.textProperty().bind(Texts.bind(secondKey));
        between.setMinWidth(Region.USE_PREF_SIZE);
        between.setLabelFor(second);
        second.accessibleTextProperty().bind(between.textProperty());
        HBox.setHgrow(first, Priority.ALWAYS);
        HBox.setHgrow(second, Priority.SOMETIMES);
        second.setMinWidth(Region.USE_PREF_SIZE);
        first.setMinWidth(0);
        first.setMaxWidth(Double.MAX_VALUE);
        HBox line = new HBox(first, between, second);
        line.getStyleClass().add("pair");
        Label label = add(form, key, (Node) line);
        label.setLabelFor(first);
        first.accessibleTextProperty().bind(label.textProperty());
        return between;
    }

    /** The reason why a number is wrong, under the line added last; takes no room while there is none. */
    static void addReason(GridPane form, NumberField field) {
        Label reason = new Label();
        reason.getStyleClass().add("reason");
        reason.setWrapText(true);
        reason.textProperty().bind(field.reasonProperty());
        reason.visibleProperty().bind(field.reasonProperty().isNotEmpty());
        reason.managedProperty().bind(reason.visibleProperty());
        reason.setId(field.getId() + "-reason");
        int last = form.getChildren().size() - 1;
        Node line = form.getChildren().get(last);
        if (line instanceof VBox column) {
            column.getChildren().add(reason);
            return;
        }
        form.getChildren().remove(last);
        form.add(new VBox(line, reason), GridPane.getColumnIndex(line), GridPane.getRowIndex(line));
    }
}
