package org.bitwright.ui.joining;

import javafx.beans.InvalidationListener;
import javafx.beans.WeakInvalidationListener;
import javafx.css.PseudoClass;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import org.bitwright.model.ActivationFunction;
import org.bitwright.ui.common.Icons;
import org.bitwright.ui.common.Texts;
import org.kordamp.ikonli.feather.Feather;

/** One layer of the stack: whether it is used, its widths, what follows it, and its place. */
final class StackLine {
    private static final PseudoClass WRONG = PseudoClass.getPseudoClass("wrong");

    private final StackViewModel model;
    private final StackRow row;
    private final int place;
    private final Mover mover;
    private final CheckBox used;
    private final Label widths = new Label();
    private final CheckBox turned;
    private final ComboBox<ActivationFunction> after;
    private final Button up;
    private final Button down;
    private final HBox moves;
    /** Held by the line: the model outlives it. */
    private final InvalidationListener told = observable -> tell();

    StackLine(StackViewModel model, StackRow row, Mover mover) {
        this.model = model;
        this.row = row;
        this.mover = mover;
        place = model.rows().indexOf(row);
        used = used();
        turned = turned();
        after = after();
        widths.setId("stack-widths-" + place);
        widths.setMinWidth(Region.USE_PREF_SIZE);
        widths.getStyleClass().add("stack-widths");
        up = move(-1, Feather.ARROW_UP, "up");
        down = move(1, Feather.ARROW_DOWN, "down");
        moves = new HBox(up, down);
        moves.getStyleClass().add("stepper");
        moves.setMinWidth(Region.USE_PREF_SIZE);
        model.stackProperty().addListener(new WeakInvalidationListener(told));
        moves.getProperties().put(StackLine.class, this);
        for (Node node : nodes()) {
            node.addEventFilter(KeyEvent.KEY_PRESSED, this::moveByKey);
        }
        tell();
    }

    Node[] nodes() {
        return new Node[] {used, widths, turned, after, moves};
    }

    /** Takes the focus to the button that moves by so much, or to the other one at an end; else to the layer's name. */
    void focus(int by, boolean button) {
        Button wanted = by < 0 ? up : down;
        Button other = by < 0 ? down : up;
        if (!button) {
            used.requestFocus();
        } else if (wanted.isDisabled()) {
            other.requestFocus();
        } else {
            wanted.requestFocus();
        }
    }

    private CheckBox used() {
        String bias = row.bias().map(name -> Texts.get("stackForm.bias", name)).orElse(Texts.get("stackForm.noBias"));
        CheckBox box =
                new CheckBox(row.bias().map(name -> row.weight() + " + " + name).orElse(row.weight()));
        box.setId("stack-used-" + place);
        box.setMnemonicParsing(false);
        box.selectedProperty().bindBidirectional(row.usedProperty());
        box.setTooltip(new Tooltip(row.weight() + "\n" + bias));
        box.setAccessibleHelp(bias);
        return box;
    }

    private CheckBox turned() {
        CheckBox box = new CheckBox(Texts.get("stackForm.turned"));
        box.setId("stack-turned-" + place);
        box.setMinWidth(Region.USE_PREF_SIZE);
        box.selectedProperty().bindBidirectional(row.transposedProperty());
        box.disableProperty().bind(row.usedProperty().not());
        box.setTooltip(new Tooltip(Texts.get("stackForm.turned.hint", row.shape())));
        box.setAccessibleText(Texts.get("stackForm.turnedOf", row.weight()));
        return box;
    }

    private ComboBox<ActivationFunction> after() {
        ComboBox<ActivationFunction> box = ActivationBox.create("stack-after-" + place);
        box.valueProperty().bindBidirectional(row.afterProperty());
        box.disableProperty().bind(row.usedProperty().not());
        box.setAccessibleText(Texts.get("stackForm.afterOf", row.weight()));
        return box;
    }

    private Button move(int by, Feather icon, String side) {
        String text = Texts.get("stackForm." + side + "Of", row.weight());
        Button button = new Button("", Icons.of(icon));
        button.setId("stack-" + side + "-" + place);
        button.getStyleClass().addAll("button-icon", "flat", "small");
        button.setAccessibleText(text);
        button.setTooltip(new Tooltip(Texts.get("stackForm." + side)));
        button.setDisable(by < 0 ? place == 0 : place == model.rows().size() - 1);
        button.setOnAction(event -> mover.move(row, by, true));
        return button;
    }

    private void moveByKey(KeyEvent event) {
        boolean arrow = event.getCode() == KeyCode.UP || event.getCode() == KeyCode.DOWN;
        if (arrow && event.isAltDown()) {
            event.consume();
            mover.move(row, event.getCode() == KeyCode.UP ? -1 : 1, false);
        }
    }

    private void tell() {
        widths.setText(StackTexts.widths(row));
        widths.setDisable(!row.usedProperty().get());
        widths.pseudoClassStateChanged(WRONG, row.usedProperty().get() && !model.fits(row));
    }

    /** Moves a layer and takes the focus with it. */
    @FunctionalInterface
    interface Mover {
        void move(StackRow row, int by, boolean byButton);
    }
}
