package org.bitwright.ui.inspector;

import java.util.Optional;
import java.util.function.Function;
import javafx.scene.control.Button;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import org.bitwright.ui.common.Icons;
import org.bitwright.ui.common.Texts;
import org.kordamp.ikonli.feather.Feather;

/** Bits, to be typed, stepped with the arrow keys or with two buttons. */
final class BitsField extends HBox {
    private static final int COLUMNS = 2;
    /** Room for the word that says so. */
    private static final int MIXED_COLUMNS = 4;

    private final NumberField field;
    private final Function<String, Optional<String>> type;
    private Optional<Integer> now = Optional.empty();

    /** @param type takes what was typed; answers with the reason if it is wrong */
    BitsField(String id, Function<String, Optional<String>> type) {
        this.type = type;
        field = new NumberField(type);
        field.setId(id);
        HBox.setHgrow(field, Priority.ALWAYS);
        field.addEventFilter(KeyEvent.KEY_PRESSED, event -> {
            if (event.getCode() == KeyCode.UP || event.getCode() == KeyCode.DOWN) {
                step(event.getCode() == KeyCode.UP ? 1 : -1);
                event.consume();
            }
        });
        getStyleClass().add("stepper");
        getChildren()
                .addAll(
                        button(Feather.MINUS, -1, "inspector.bits.less"),
                        field,
                        button(Feather.PLUS, 1, "inspector.bits.more"));
        // Where there is one width only, its room goes to the format's name.
        getChildren().stream().filter(Button.class::isInstance).forEach(button -> {
            button.visibleProperty().bind(disabledProperty().not());
            button.managedProperty().bind(button.visibleProperty());
        });
    }

    NumberField field() {
        return field;
    }

    void show(Shared<Integer> bits) {
        now = bits.value();
        String text = now.map(String::valueOf).orElse("");
        field.setPrefColumnCount(bits.mixed() ? MIXED_COLUMNS : COLUMNS);
        field.setPromptText(bits.mixed() ? Texts.get("inspector.mixed") : "");
        field.show(text, text);
    }

    private Button button(Feather icon, int by, String key) {
        Button button = new Button("", Icons.of(icon));
        button.setFocusTraversable(false);
        button.accessibleTextProperty().bind(Texts.bind(key));
        button.setOnAction(event -> step(by));
        return button;
    }

    private void step(int by) {
        Optional<String> refused = now.map(bits -> String.valueOf(bits + by)).flatMap(type);
        // A step beyond the widths that there are does nothing.
        refused.ifPresent(reason -> field.forget());
    }
}
