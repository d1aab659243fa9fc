package org.bitwright.ui.inspector;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import javafx.scene.control.ComboBox;
import javafx.util.StringConverter;
import org.bitwright.ui.common.Texts;

/** Boxes to choose from a few values, which can also show that several layers differ. */
final class ChoiceBoxes {
    private ChoiceBoxes() {}

    static <T> ComboBox<T> of(String id, List<T> values, Function<T, String> text) {
        ComboBox<T> box = new ComboBox<>();
        box.setId(id);
        box.getItems().setAll(values);
        box.setMaxWidth(Double.MAX_VALUE);
        box.setConverter(new StringConverter<>() {
            @Override
            public String toString(T value) {
                return value == null ? "" : text.apply(value);
            }

            @Override
            public T fromString(String typed) {
                return values.stream()
                        .filter(value -> text.apply(value).equals(typed))
                        .findFirst()
                        .orElseThrow();
            }
        });
        Texts.languageProperty().addListener(property -> {
            T value = box.getValue();
            box.setUserData(Boolean.TRUE);
            box.getItems().setAll(List.copyOf(box.getItems()));
            box.setValue(null);
            box.setValue(value);
            box.setUserData(null);
        });
        return box;
    }

    /** Shows what the layers share without taking it for a choice of the user. */
    static <T> void show(ComboBox<T> box, Shared<T> shared) {
        box.setPromptText(shared.mixed() ? Texts.get("inspector.mixed") : "");
        box.setUserData(Boolean.TRUE);
        box.setValue(shared.value().orElse(null));
        box.setUserData(null);
    }

    /** Hears of choices that the user makes. */
    static <T> void onChoice(ComboBox<T> box, Consumer<T> choice) {
        box.valueProperty().addListener((property, before, after) -> {
            if (after != null && box.getUserData() == null && !Objects.equals(before, after)) {
                choice.accept(after);
            }
        });
    }

    static <T> Optional<T> value(ComboBox<T> box) {
        return Optional.ofNullable(box.getValue());
    }
}
