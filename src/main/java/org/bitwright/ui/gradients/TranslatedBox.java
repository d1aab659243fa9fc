package org.bitwright.ui.gradients;

import java.util.function.Consumer;
import java.util.function.Function;
import javafx.collections.ObservableList;
import javafx.scene.control.ComboBox;
import javafx.scene.control.ListCell;
import org.bitwright.ui.common.Texts;

/** A box to choose from a few values whose names follow the language; tells of the user's choices alone. */
final class TranslatedBox<T> extends ComboBox<T> {
    private final Function<T, String> text;
    private boolean showing;

    /** @param choice gets what the user chooses */
    TranslatedBox(String id, ObservableList<T> values, Function<T, String> text, Consumer<T> choice) {
        super(values);
        this.text = text;
        setId(id);
        valueProperty().addListener((property, before, now) -> {
            if (now != null && !showing) {
                choice.accept(now);
            }
        });
        setCellFactory(list -> new TextCell());
        setButtonCell(new TextCell());
    }

    /** Shows a value that nobody chose. */
    void show(T value) {
        showing = true;
        setValue(value);
        showing = false;
    }

    private final class TextCell extends ListCell<T> {
        TextCell() {
            Texts.follow(this, () -> updateItem(getItem(), isEmpty()));
        }

        @Override
        protected void updateItem(T value, boolean empty) {
            super.updateItem(value, empty);
            setText(empty || value == null ? null : text.apply(value));
        }
    }
}
