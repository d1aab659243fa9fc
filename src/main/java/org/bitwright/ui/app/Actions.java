package org.bitwright.ui.app;

import java.util.EnumMap;
import java.util.Map;
import javafx.beans.binding.Bindings;
import javafx.beans.value.ObservableBooleanValue;
import javafx.beans.value.ObservableValue;
import javafx.scene.control.Button;
import javafx.scene.control.MenuItem;
import javafx.scene.control.Tooltip;
import org.bitwright.ui.common.Icons;
import org.bitwright.ui.common.Texts;

/** What each action does and when it can be done; makes the menu items and buttons for it. */
final class Actions {
    private final Map<Action, Entry> entries = new EnumMap<>(Action.class);

    private record Entry(Runnable run, ObservableBooleanValue enabled, ObservableValue<String> text) {}

    void define(Action action, Runnable run) {
        define(action, always(), run);
    }

    void define(Action action, ObservableBooleanValue enabled, Runnable run) {
        define(action, enabled, Texts.bind(action.key()), run);
    }

    void define(Action action, ObservableBooleanValue enabled, ObservableValue<String> text, Runnable run) {
        entries.put(action, new Entry(run, enabled, text));
    }

    void run(Action action) {
        Entry entry = entry(action);
        if (entry.enabled().get()) {
            entry.run().run();
        }
    }

    MenuItem item(Action action) {
        Entry entry = entry(action);
        MenuItem item = new MenuItem();
        item.setId("menu-" + action.name());
        item.textProperty().bind(entry.text());
        item.setMnemonicParsing(false);
        item.setGraphic(Icons.of(action.icon()));
        item.setAccelerator(action.shortcut());
        item.disableProperty().bind(Bindings.not(entry.enabled()));
        item.setOnAction(event -> entry.run().run());
        return item;
    }

    /** A button with an icon, and with its name where {@code named}. */
    Button button(Action action, boolean named) {
        Entry entry = entry(action);
        Button button = new Button("", Icons.of(action.icon()));
        button.setId("button-" + action.name());
        button.setMnemonicParsing(false);
        button.getStyleClass().add("flat");
        if (named) {
            button.textProperty().bind(Texts.bind(action.key()));
        }
        button.accessibleTextProperty().bind(entry.text());
        Tooltip tooltip = new Tooltip();
        tooltip.textProperty()
                .bind(Bindings.createStringBinding(
                        () -> entry.text().getValue() + "  " + action.shortcut().getDisplayText(), entry.text()));
        button.setTooltip(tooltip);
        button.disableProperty().bind(Bindings.not(entry.enabled()));
        button.setOnAction(event -> entry.run().run());
        return button;
    }

    private Entry entry(Action action) {
        Entry entry = entries.get(action);
        if (entry == null) {
            throw new IllegalStateException("nothing is defined for " + action);
        }
        return entry;
    }

    private static ObservableBooleanValue always() {
        return Bindings.createBooleanBinding(() -> true);
    }
}
