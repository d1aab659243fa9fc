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
        Texts.follow(this, this::translate);
        translate();
    }

    /** Shows a value that nobody chose. */
    void show(T value) {
        showing = true;
        setValue(value);
        showing = false;
    }

    /** Cells that are there keep the words that they have. */
    private void translate() {
        setCellFactory(list -> cell());
        setButtonCell(cell());
    }

    private ListCell<T> cell() {
        return new ListCell<>() {
            @Override
            protected void updateItem(T value, boolean empty) {
                super.updateItem(value, empty);
                setText(empty || value == null ? null : text.apply(value));
            }
        };
    }
}
