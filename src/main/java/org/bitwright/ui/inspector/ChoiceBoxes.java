package org.bitwright.ui.inspector;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import javafx.scene.control.ComboBox;
import javafx.scene.control.ListCell;
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
                return box.getItems().stream()
                        .filter(value -> text.apply(value).equals(typed))
                        .findFirst()
                        .orElseThrow();
            }
        });
        Texts.follow(box, () -> {
            T value = box.getValue();
            box.setUserData(Boolean.TRUE);
            box.getItems().setAll(List.copyOf(box.getItems()));
            box.setValue(null);
            box.setValue(value);
            box.setUserData(null);
        });
        return box;
    }

    /** Greys what cannot be chosen now, and says why; asked whenever the list opens. */
    static <T> void limit(ComboBox<T> box, Function<T, String> text, Function<T, Optional<String>> obstacle) {
        box.setOnShowing(event -> box.setCellFactory(list -> new LimitedCell<>(text, obstacle)));
    }

    private static final class LimitedCell<T> extends ListCell<T> {
        private final Function<T, String> text;
        private final Function<T, Optional<String>> obstacle;

        LimitedCell(Function<T, String> text, Function<T, Optional<String>> obstacle) {
            this.text = text;
            this.obstacle = obstacle;
        }

        @Override
        protected void updateItem(T value, boolean empty) {
            super.updateItem(value, empty);
            Optional<String> reason = empty || value == null ? Optional.empty() : obstacle.apply(value);
            setText(
                    empty || value == null
                            ? null
                            : text.apply(value) + reason.map(why -> " · " + why).orElse(""));
            setDisable(reason.isPresent());
        }
    }

    /** Shows what the layers share without taking it for a choice of the user. */
    static <T> void show(ComboBox<T> box, Shared<T> shared) {
        box.setPromptText(shared.mixed() ? Texts.get("inspector.mixed") : "");
        box.setUserData(Boolean.TRUE);
        box.setValue(shared.value().orElse(null));
        box.setUserData(null);
    }

    /** Puts other values into the list where they differ. */
    static <T> void offer(ComboBox<T> box, List<T> values) {
        if (!box.getItems().equals(values)) {
            T value = box.getValue();
            box.setUserData(Boolean.TRUE);
            box.getItems().setAll(values);
            box.setValue(value);
            box.setUserData(null);
        }
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
