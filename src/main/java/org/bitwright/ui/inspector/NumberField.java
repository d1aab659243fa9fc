package org.bitwright.ui.inspector;

import java.util.Optional;
import java.util.function.Function;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.css.PseudoClass;
import javafx.scene.control.TextField;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import org.bitwright.ui.common.Shortcuts;

/**
 * A field for a number: shows few digits, the exact number in its tooltip and while it is edited; Enter or leaving
 * commits, Esc takes back. A wrong number stays, marked, with the reason.
 */
final class NumberField extends TextField {
    private static final PseudoClass DANGER = PseudoClass.getPseudoClass("danger");

    private final Function<String, Optional<String>> commit;
    private final ReadOnlyStringWrapper reason = new ReadOnlyStringWrapper("");
    private final Tooltip exactly = new Tooltip();
    private String shown = "";
    private String exact = "";

    /** @param commit takes what was typed; answers with the reason if it is wrong */
    NumberField(Function<String, Optional<String>> commit) {
        this.commit = commit;
        getStyleClass().add("number-field");
        setOnAction(event -> commitText());
        addEventHandler(KeyEvent.KEY_PRESSED, event -> {
            if (event.getCode() == KeyCode.ESCAPE && isChanged()) {
                mark("");
                setText(exact);
                event.consume();
            }
        });
        addEventFilter(KeyEvent.KEY_PRESSED, this::leaveToWindow);
        focusedProperty().addListener((property, before, focused) -> {
            if (focused) {
                if (reason.get().isEmpty()) {
                    setText(exact);
                }
            } else {
                commitText();
                if (reason.get().isEmpty()) {
                    setText(shown);
                }
            }
        });
    }

    /** Undo is the window's as long as nothing is half typed: a text field would take it for itself. */
    private void leaveToWindow(KeyEvent event) {
        boolean undo = event.getCode() == KeyCode.Z || event.getCode() == KeyCode.Y;
        if (undo && event.isShortcutDown() && !isChanged()) {
            Shortcuts.leaveToWindow(this, event);
        }
    }

    /** Why the text is wrong; empty while it is not. */
    ReadOnlyStringProperty reasonProperty() {
        return reason.getReadOnlyProperty();
    }

    /** Shows a number, or nothing. What is being typed is replaced: the number has changed under it. */
    void show(String few, String exactNumber) {
        if (exact.equals(exactNumber) && shown.equals(few) && !reason.get().isEmpty()) {
            return;
        }
        boolean same = exact.equals(exactNumber);
        shown = few;
        exact = exactNumber;
        mark("");
        if (!isFocused()) {
            setText(few);
        } else if (!same) {
            setText(exactNumber);
        }
        exactly.setText(exactNumber);
        setTooltip(exactNumber.isEmpty() ? null : exactly);
    }

    /** Drops what was typed. */
    void forget() {
        mark("");
        setText(isFocused() ? exact : shown);
    }

    private boolean isChanged() {
        return !getText().equals(exact) && !getText().equals(shown);
    }

    private void commitText() {
        if (!isChanged()) {
            mark("");
            return;
        }
        mark(commit.apply(getText()).orElse(""));
    }

    private void mark(String why) {
        reason.set(why);
        pseudoClassStateChanged(DANGER, !why.isEmpty());
    }
}
