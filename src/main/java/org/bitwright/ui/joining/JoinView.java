package org.bitwright.ui.joining;

import java.util.List;
import javafx.beans.InvalidationListener;
import javafx.scene.Node;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.bitwright.ui.common.Icons;
import org.bitwright.ui.common.Numbers;
import org.bitwright.ui.common.Texts;
import org.controlsfx.control.textfield.CustomTextField;
import org.controlsfx.control.textfield.TextFields;
import org.kordamp.ikonli.feather.Feather;

/** Which tensor takes the place of which constant: what is proposed, what is left over, and what is wrong. */
public final class JoinView extends VBox {
    private final JoinViewModel model;
    private final PairTable table;
    private final CustomTextField filter = (CustomTextField) TextFields.createClearableTextField();
    private final Label summary = label("join-summary", "figure");
    private final Label leftOver = label("join-left-over", "muted");
    private final Label faults = label("join-faults", "reason");
    private final CheckBox keep = new CheckBox(Texts.get("joinForm.keep"));

    public JoinView(JoinViewModel model) {
        this.model = model;
        setId("join");
        getStyleClass().add("joining");
        table = new PairTable(model);
        VBox.setVgrow(table, Priority.ALWAYS);
        keep.setId("join-keep");
        keep.selectedProperty().bindBidirectional(model.keepMissingProperty());
        faults.setMinHeight(USE_PREF_SIZE);
        summary.setMinHeight(USE_PREF_SIZE);
        getChildren().setAll(summary, top(), table, leftOver, keep, faults);
        InvalidationListener told = observable -> tell();
        model.pairsProperty().addListener(told);
        model.faultsProperty().addListener(told);
        tell();
    }

    /** Takes the focus to the table. */
    public void focusTable() {
        table.requestFocus();
    }

    private Node top() {
        CheckBox doubtful = new CheckBox(Texts.get("joinForm.doubtfulOnly"));
        doubtful.setId("join-doubtful");
        doubtful.setMinWidth(USE_PREF_SIZE);
        doubtful.selectedProperty().bindBidirectional(model.doubtfulOnlyProperty());
        filter.setId("join-filter");
        filter.setLeft(Icons.of(Feather.SEARCH));
        filter.setPromptText(Texts.get("joinForm.filter"));
        filter.setAccessibleText(Texts.get("joinForm.filter"));
        filter.textProperty().bindBidirectional(model.filterProperty());
        filter.addEventHandler(KeyEvent.KEY_PRESSED, this::leaveFilter);
        HBox.setHgrow(filter, Priority.ALWAYS);
        HBox line = new HBox(filter, doubtful);
        line.getStyleClass().add("form-line");
        return line;
    }

    private void leaveFilter(KeyEvent event) {
        if (event.getCode() == KeyCode.ESCAPE && !filter.getText().isEmpty()) {
            filter.clear();
            event.consume();
        } else if (event.getCode() == KeyCode.ENTER || event.getCode() == KeyCode.DOWN) {
            table.requestFocus();
            event.consume();
        }
    }

    private void tell() {
        summary.setText(JoinTexts.summary(model));
        List<String> left = model.leftOver();
        leftOver.setText(Texts.get("joinForm.leftOver", Numbers.count(left.size()), String.join(", ", left)));
        leftOver.setTooltip(new Tooltip(String.join("\n", left)));
        shown(leftOver, !left.isEmpty());
        shown(keep, !model.missing().isEmpty());
        List<String> wrong = model.faultsProperty().get();
        faults.setText(String.join("\n", wrong));
        shown(faults, !wrong.isEmpty());
    }

    private static void shown(Node node, boolean shown) {
        node.setVisible(shown);
        node.setManaged(shown);
    }

    private static Label label(String id, String style) {
        Label label = new Label();
        label.setId(id);
        label.setWrapText(true);
        label.getStyleClass().add(style);
        return label;
    }
}
