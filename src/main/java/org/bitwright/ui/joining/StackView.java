package org.bitwright.ui.joining;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javafx.beans.InvalidationListener;
import javafx.scene.Node;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.bitwright.model.ActivationFunction;
import org.bitwright.ui.common.Numbers;
import org.bitwright.ui.common.Texts;

/** The dense layers in their order, the network that they make, and why they make none yet. */
public final class StackView extends VBox {
    private final StackViewModel model;
    private final GridPane lines = new GridPane();
    private final ComboBox<ActivationFunction> between = ActivationBox.create("stack-between");
    private final Label network = new Label();
    private final Label leftOver = new Label();
    private final Label faults = new Label();
    private final Map<StackRow, StackLine> known = new HashMap<>();
    private boolean showing;

    public StackView(StackViewModel model) {
        this.model = model;
        setId("stack");
        getStyleClass().add("joining");
        Label note = new Label(Texts.get("stackForm.note"));
        note.setWrapText(true);
        note.setMinHeight(USE_PREF_SIZE);
        note.getStyleClass().add("muted");
        lines.setId("stack-layers");
        lines.getStyleClass().add("stack-lines");
        lines.getColumnConstraints().setAll(columns());
        ScrollPane scroll = new ScrollPane(lines);
        scroll.setFitToWidth(true);
        scroll.setFocusTraversable(false);
        scroll.getStyleClass().add("joining-list");
        VBox.setVgrow(scroll, Priority.ALWAYS);
        network.setId("stack-network");
        network.setWrapText(true);
        network.setMinHeight(USE_PREF_SIZE);
        network.getStyleClass().add("figure");
        faults.setId("stack-faults");
        faults.setWrapText(true);
        faults.setMinHeight(USE_PREF_SIZE);
        faults.getStyleClass().add("reason");
        leftOver.setId("stack-left-over");
        leftOver.getStyleClass().add("muted");
        getChildren().setAll(note, betweenLine(), scroll, network, leftOver, faults);
        InvalidationListener told = observable -> tell();
        model.stackProperty().addListener(told);
        model.faultsProperty().addListener(told);
        model.rows().addListener((InvalidationListener) observable -> fill());
        fill();
        tell();
    }

    private static List<ColumnConstraints> columns() {
        ColumnConstraints name = new ColumnConstraints();
        name.setHgrow(Priority.ALWAYS);
        return List.of(
                name, new ColumnConstraints(), new ColumnConstraints(), new ColumnConstraints(), new ColumnConstraints());
    }

    private Node betweenLine() {
        Label label = new Label(Texts.get("stackForm.between"));
        label.setLabelFor(between);
        between.setPromptText(Texts.get("stackForm.several"));
        between.valueProperty().addListener((property, before, now) -> {
            if (!showing && now != null) {
                model.between(now);
            }
        });
        HBox line = new HBox(label, between);
        line.getStyleClass().add("form-line");
        return line;
    }

    private void fill() {
        lines.getChildren().clear();
        known.clear();
        heading(0, "stackForm.layer");
        heading(1, "stackForm.widths");
        heading(2, "stackForm.stored");
        heading(3, "stackForm.after");
        for (int i = 0; i < model.rows().size(); i++) {
            StackRow row = model.rows().get(i);
            StackLine line = new StackLine(model, row, this::move);
            known.put(row, line);
            lines.addRow(i + 1, line.nodes());
        }
    }

    /** The lines are made anew: the focus goes where the layer has gone. */
    private void move(StackRow row, int by, boolean byButton) {
        model.move(row, by);
        Optional.ofNullable(known.get(row)).ifPresent(line -> line.focus(by, byButton));
    }

    private void heading(int column, String key) {
        Label heading = new Label(Texts.get(key));
        heading.setMinWidth(USE_PREF_SIZE);
        heading.getStyleClass().add("muted");
        lines.add(heading, column, 0);
    }

    private void tell() {
        network.setText(StackTexts.network(model));
        List<String> wrong = model.faultsProperty().get();
        List<String> left = model.leftOver();
        leftOver.setText(Texts.get("stackForm.leftOver", Numbers.count(left.size()), String.join(", ", left)));
        shown(leftOver, !left.isEmpty());
        faults.setText(String.join("\n", wrong));
        shown(faults, !wrong.isEmpty());
        showing = true;
        between.setValue(model.between().orElse(null));
        between.setDisable(model.used().size() < 2);
        showing = false;
    }

    private static void shown(Node node, boolean shown) {
        node.setVisible(shown);
        node.setManaged(shown);
    }
}
