package org.bitwright.ui.graph;

import javafx.beans.InvalidationListener;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import org.bitwright.ui.common.Icons;
import org.bitwright.ui.common.Numbers;
import org.bitwright.ui.common.Texts;
import org.controlsfx.control.textfield.CustomTextField;
import org.controlsfx.control.textfield.TextFields;
import org.kordamp.ikonli.feather.Feather;

/** A field for types and names of nodes: Enter goes to the next hit, with Shift to the one before. */
final class FindField extends HBox {
    private final GraphViewModel model;
    private final CustomTextField field = (CustomTextField) TextFields.createClearableTextField();
    private final Label count = new Label();

    /** @param done called when the user leaves the field */
    FindField(GraphViewModel model, Runnable done) {
        this.model = model;
        getStyleClass().add("find");
        setAlignment(Pos.CENTER_LEFT);
        setMinWidth(0);
        field.setId("graph-find");
        field.setLeft(Icons.of(Feather.SEARCH));
        field.promptTextProperty().bind(Texts.bind("graph.find"));
        field.accessibleTextProperty().bind(Texts.bind("graph.find"));
        field.textProperty().bindBidirectional(model.finder().wantedProperty());
        field.addEventHandler(KeyEvent.KEY_PRESSED, event -> pressed(event, done));
        count.setId("graph-found");
        count.getStyleClass().add("muted");
        getChildren().addAll(field, count);
        InvalidationListener told = observable -> tell();
        model.finder().foundProperty().addListener(told);
        Texts.follow(this, this::tell);
        tell();
    }

    private void pressed(KeyEvent event, Runnable done) {
        switch (event.getCode()) {
            case ENTER -> model.step(event.isShiftDown() ? -1 : 1);
            case DOWN -> done.run();
            case ESCAPE -> {
                if (field.getText().isEmpty()) {
                    return;
                }
                field.clear();
            }
            default -> {
                return;
            }
        }
        event.consume();
    }

    private void tell() {
        FoundNodes found = model.finder().foundProperty().get();
        String hits = Numbers.count(found.hits().size());
        boolean looking = !model.finder().wantedProperty().get().isBlank();
        count.setText(
                !looking
                        ? ""
                        : found.at() < 0
                                ? Texts.get("graph.hits", hits)
                                : Texts.get("graph.hit", Numbers.count(found.at() + 1), hits));
    }
}
