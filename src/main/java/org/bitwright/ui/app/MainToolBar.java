package org.bitwright.ui.app;

import java.util.List;
import javafx.geometry.Orientation;
import javafx.scene.Node;
import javafx.scene.control.Labeled;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.Separator;
import javafx.scene.control.ToolBar;
import org.bitwright.ui.common.Icons;
import org.bitwright.ui.common.Tasks;
import org.bitwright.ui.common.Texts;
import org.kordamp.ikonli.feather.Feather;

/** The actions used most. */
final class MainToolBar extends ToolBar {
    private final Actions actions;
    private final Tasks tasks;
    private boolean measuring;

    MainToolBar(Actions actions, Commands commands, Tasks tasks) {
        this.actions = actions;
        this.tasks = tasks;
        setId("toolbar");
        MenuButton preset = button("menu.preset", "toolbar-preset", Feather.BOOKMARK);
        preset.getItems().setAll(PresetMenu.items(commands, false));
        preset.disableProperty().bind(commands.nothingOpen());
        MenuButton data = button(
                "toolbar.data",
                "toolbar-data",
                Feather.DATABASE,
                Action.OPEN_DATA,
                Action.OPEN_IMAGES,
                Action.OPEN_CALIBRATION,
                Action.DATA_SETTINGS);
        data.disableProperty().bind(commands.withNetwork().not());
        MenuButton export = button(
                "menu.export",
                "toolbar-export",
                Feather.UPLOAD,
                Action.EXPORT_QDQ,
                Action.EXPORT_SIMULATED,
                Action.EXPORT_CONFIG,
                Action.EXPORT_CSV,
                Action.EXPORT_HUFFMAN,
                Action.EXPORT_REPORT);
        export.getItems().add(ForeignExportMenu.of(commands));
        getItems()
                .addAll(
                        button("toolbar.open", "toolbar-open", Feather.FOLDER, Action.OPEN, Action.START_PAGE),
                        data,
                        actions.button(Action.SAVE, false),
                        new Separator(Orientation.VERTICAL),
                        actions.button(Action.UNDO, false),
                        actions.button(Action.REDO, false),
                        new Separator(Orientation.VERTICAL),
                        preset,
                        new Separator(Orientation.VERTICAL),
                        actions.button(Action.EVALUATE, true),
                        actions.button(Action.SWEEP, true),
                        actions.button(Action.SENSITIVITY, true),
                        actions.button(Action.SEARCH, true),
                        new Separator(Orientation.VERTICAL),
                        actions.button(Action.SNAPSHOT, true),
                        new Separator(Orientation.VERTICAL),
                        export);
        for (Node item : getItems()) {
            if (item instanceof Labeled labeled) {
                labeled.fontProperty().addListener(observable -> measureAnew());
                labeled.textProperty().addListener(observable -> measureAnew());
            }
        }
    }

    /** JavaFX looks what overflows when the bar gets wider or has other items, not when these grow: it cut their names. */
    private void measureAnew() {
        if (measuring) {
            return;
        }
        measuring = true;
        tasks.later(() -> {
            measuring = false;
            getItems().setAll(List.copyOf(getItems()));
        });
    }

    private MenuButton button(String key, String id, Feather icon, Action... items) {
        MenuButton button = new MenuButton("", Icons.of(icon));
        button.setId(id);
        button.setMinWidth(USE_PREF_SIZE);
        button.textProperty().bind(Texts.bind(key));
        button.accessibleTextProperty().bind(Texts.bind(key));
        button.getStyleClass().add("flat");
        for (Action action : items) {
            MenuItem item = actions.item(action);
            item.setId("toolbar-" + action.name());
            item.setAccelerator(null);
            button.getItems().add(item);
        }
        return button;
    }
}
