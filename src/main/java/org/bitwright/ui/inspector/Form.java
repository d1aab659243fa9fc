package org.bitwright.ui.inspector;

import java.util.ArrayList;
import java.util.List;
import javafx.beans.value.ObservableValue;
import javafx.geometry.VPos;
import javafx.scene.Node;
import javafx.scene.control.Control;
import javafx.scene.control.Label;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.bitwright.ui.common.Texts;

/** Lines of a label and its control; lines that are not shown take no room. */
final class Form extends GridPane {
    private final List<Line> lines = new ArrayList<>();

    Form() {
        getStyleClass().add("form");
        ColumnConstraints controls = new ColumnConstraints();
        controls.setHgrow(Priority.ALWAYS);
        controls.setFillWidth(true);
        getColumnConstraints().addAll(new ColumnConstraints(), controls);
    }

    /** One line, and what is said below its control. */
    final class Line {
        private final Label label = new Label();
        private final VBox content = new VBox();

        private Line(Node control) {
            label.setMinWidth(USE_PREF_SIZE);
            label.getStyleClass().add("form-label");
            GridPane.setValignment(label, VPos.TOP);
            content.getChildren().add(control);
            content.getStyleClass().add("form-content");
            lines.add(this);
            addRow(lines.size() - 1, label, content);
        }

        Label label() {
            return label;
        }

        void show(boolean shown) {
            if (content.isManaged() != shown) {
                for (Node node : List.of(label, content)) {
                    node.setVisible(shown);
                    node.setManaged(shown);
                }
                arrange();
            }
        }

        /** Text below the control that takes no room while it is empty. */
        Label note(String style) {
            Label note = new Label();
            note.getStyleClass().add(style);
            note.setWrapText(true);
            note.visibleProperty().bind(note.textProperty().isNotEmpty());
            note.managedProperty().bind(note.visibleProperty());
            content.getChildren().add(note);
            return note;
        }

        /** The reason why a number is wrong. */
        Line reasonOf(NumberField field) {
            Label reason = note("reason");
            reason.textProperty().bind(field.reasonProperty());
            reason.setId(field.getId() + "-reason");
            return this;
        }

        private void place(int row) {
            GridPane.setRowIndex(label, row);
            GridPane.setRowIndex(content, row);
        }
    }

    private void arrange() {
        int row = 0;
        for (Line line : lines) {
            line.place(line.content.isManaged() ? row++ : 0);
        }
    }

    /** Without a label. */
    Line line(Node control) {
        return new Line(control);
    }

    /** Across both columns. */
    Line wide(Node content) {
        Line line = new Line(content);
        GridPane.setColumnIndex(line.content, 0);
        GridPane.setColumnSpan(line.content, 2);
        return line;
    }

    Line line(String key, Region control) {
        Line line = new Line(control);
        line.label.textProperty().bind(Texts.bind(key));
        line.label.setLabelFor(control);
        if (control instanceof Control named) {
            named.accessibleTextProperty().bind(line.label.textProperty());
        }
        return line;
    }

    /** Two controls in one line, the second with a name of its own that is shown while the control is. */
    Line pair(String key, Region first, String secondKey, Region second) {
        Label between = new Label();
        between.textProperty().bind(Texts.bind(secondKey));
        between.setMinWidth(Region.USE_PREF_SIZE);
        between.setLabelFor(second);
        second.accessibleTextProperty().bind(between.textProperty());
        shownTogether(second.visibleProperty(), between);
        second.managedProperty().bind(second.visibleProperty());
        HBox.setHgrow(first, Priority.ALWAYS);
        HBox.setHgrow(second, Priority.SOMETIMES);
        second.setMinWidth(Region.USE_PREF_SIZE);
        first.setMinWidth(0);
        first.setMaxWidth(Double.MAX_VALUE);
        HBox both = new HBox(first, between, second);
        both.getStyleClass().add("pair");
        Line line = line(key, both);
        line.label.setLabelFor(first);
        first.accessibleTextProperty().bind(line.label.textProperty());
        return line;
    }

    private static void shownTogether(ObservableValue<Boolean> shown, Node node) {
        node.visibleProperty().bind(shown);
        node.managedProperty().bind(shown);
    }
}
