package org.bitwright.ui.gradients;

import javafx.beans.property.ObjectProperty;
import javafx.geometry.Pos;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.HBox;
import org.bitwright.ui.common.Texts;

/** One of a few values, chosen by buttons side by side. */
final class PillGroup<E extends Enum<E>> extends HBox {

    /**
     * @param id starts the ids of the buttons
     * @param texts starts the keys of their texts
     */
    PillGroup(String id, String texts, E[] values, ObjectProperty<E> chosen) {
        setAlignment(Pos.CENTER_LEFT);
        setMinWidth(USE_PREF_SIZE);
        ToggleGroup group = new ToggleGroup();
        for (int i = 0; i < values.length; i++) {
            E value = values[i];
            ToggleButton button = new ToggleButton();
            button.setId(id + value.name());
            button.textProperty().bind(Texts.bind(texts + value.name()));
            button.getStyleClass().addAll(side(i, values.length), "small");
            button.setToggleGroup(group);
            button.setSelected(chosen.get() == value);
            button.setOnAction(event -> {
                button.setSelected(true);
                chosen.set(value);
            });
            chosen.addListener((property, before, now) -> {
                if (now == value) {
                    button.setSelected(true);
                }
            });
            getChildren().add(button);
        }
    }

    private static String side(int index, int count) {
        if (index == 0) {
            return "left-pill";
        }
        return index == count - 1 ? "right-pill" : "center-pill";
    }
}
