package org.bitwright.ui.app;

import java.util.Locale;
import javafx.beans.InvalidationListener;
import javafx.scene.control.CheckMenuItem;
import javafx.scene.control.Menu;
import javafx.scene.control.MenuBar;
import javafx.scene.control.MenuItem;
import javafx.scene.control.RadioMenuItem;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.control.ToggleGroup;
import javafx.scene.input.KeyCombination;
import org.bitwright.quant.TargetProfile;
import org.bitwright.ui.common.Icons;
import org.bitwright.ui.common.RecentFiles;
import org.bitwright.ui.common.RecentFiles.RecentFile;
import org.bitwright.ui.common.Settings;
import org.bitwright.ui.common.Texts;
import org.kordamp.ikonli.feather.Feather;

/** The menu bar: every action, the recent files, the presets, the languages. */
final class MainMenu extends MenuBar {
    private final Actions actions;
    private final Settings settings;
    private final Commands commands;
    private final RecentFiles recent;

    MainMenu(Actions actions, Commands commands, Settings settings, RecentFiles recent) {
        this.actions = actions;
        this.commands = commands;
        this.settings = settings;
        this.recent = recent;
        setId("menu");
        getMenus().addAll(file(), edit(), model(), run(), export(), view(), help());
    }

    private Menu file() {
        Menu menu = menu(
                "menu.file",
                item(Action.OPEN),
                recent(),
                item(Action.START_PAGE),
                new SeparatorMenuItem(),
                item(Action.SAVE),
                item(Action.SAVE_AS),
                item(Action.SAVE_NETWORK),
                item(Action.CLOSE),
                new SeparatorMenuItem(),
                item(Action.QUIT));
        menu.setOnShowing(event -> recent.look());
        return menu;
    }

    private Menu recent() {
        Menu menu = menu("menu.recent");
        menu.setGraphic(Icons.of(Feather.CLOCK));
        InvalidationListener fill = observable -> {
            menu.getItems().setAll(recent.files().stream().map(this::recentItem).toList());
            menu.setDisable(recent.files().isEmpty());
        };
        recent.files().addListener(fill);
        fill.invalidated(recent.files());
        return menu;
    }

    private MenuItem recentItem(RecentFile file) {
        MenuItem item = new MenuItem(
                file.missing()
                        ? Texts.get("menu.missing", file.path())
                        : file.path().toString());
        item.setMnemonicParsing(false);
        item.setDisable(file.missing());
        item.setOnAction(event -> commands.files().open(file.path()));
        return item;
    }

    private Menu edit() {
        return menu(
                "menu.edit",
                item(Action.UNDO),
                item(Action.REDO),
                new SeparatorMenuItem(),
                item(Action.SELECT_ALL),
                item(Action.FILTER),
                item(Action.PREVIOUS_LAYER),
                item(Action.NEXT_LAYER),
                new SeparatorMenuItem(),
                item(Action.MORE_BITS),
                item(Action.FEWER_BITS),
                item(Action.FIT),
                item(Action.RESET),
                item(Action.COMPARE_CALIBRATORS));
    }

    private Menu model() {
        Menu presets = menu("menu.preset");
        presets.setGraphic(Icons.of(Feather.BOOKMARK));
        presets.getItems().setAll(PresetMenu.items(commands, true));
        presets.disableProperty().bind(commands.nothingOpen());
        return menu(
                "menu.model",
                item(Action.OPEN_DATA),
                item(Action.OPEN_IMAGES),
                item(Action.OPEN_CALIBRATION),
                item(Action.DATA_SETTINGS),
                item(Action.OPEN_CONFIG),
                item(Action.MODEL_INFO),
                new SeparatorMenuItem(),
                item(Action.JOIN_NETWORK),
                item(Action.STACK_LAYERS),
                item(Action.JOIN_AGAIN),
                new SeparatorMenuItem(),
                presets,
                targets(),
                improve());
    }

    private Menu improve() {
        Menu menu = menu(
                "menu.improve",
                item(Action.NORMALIZATION_FOLD),
                item(Action.EQUALIZATION),
                item(Action.LEARNED_ROUNDING),
                item(Action.ERROR_FEEDBACK),
                item(Action.BIAS_CORRECTION));
        menu.setGraphic(Icons.of(Feather.TRENDING_UP));
        menu.disableProperty().bind(commands.withNetwork().not());
        return menu;
    }

    /** The runtimes whose rules can hold. */
    private Menu targets() {
        Menu menu = menu("menu.target");
        menu.setGraphic(Icons.of(Feather.CPU));
        ToggleGroup group = new ToggleGroup();
        for (TargetProfile target : TargetProfile.values()) {
            RadioMenuItem item = new RadioMenuItem();
            item.setId("target-" + target.id());
            item.textProperty().bind(Texts.bind("target." + target.name()));
            item.setToggleGroup(group);
            item.setOnAction(event -> commands.target(target));
            commands.targetProperty()
                    .addListener(observable ->
                            item.setSelected(commands.targetProperty().getValue() == target));
            item.setSelected(commands.targetProperty().getValue() == target);
            menu.getItems().add(item);
        }
        menu.disableProperty().bind(commands.withNetwork().not());
        return menu;
    }

    private Menu run() {
        CheckMenuItem automatic = new CheckMenuItem();
        automatic.setId("menu-automatic");
        automatic.textProperty().bind(Texts.bind("menu.automatic"));
        automatic.setAccelerator(KeyCombination.valueOf("Shift+F5"));
        automatic.selectedProperty().bindBidirectional(settings.measureAutomaticallyProperty());
        return menu(
                "menu.run",
                item(Action.EVALUATE),
                item(Action.SWEEP),
                item(Action.SENSITIVITY),
                item(Action.SEARCH),
                item(Action.TRAIN),
                item(Action.COMPARE_GRADIENTS),
                item(Action.MEASURE_SPEED),
                item(Action.SNAPSHOT),
                new SeparatorMenuItem(),
                item(Action.CANCEL),
                new SeparatorMenuItem(),
                automatic);
    }

    private Menu export() {
        return menu(
                "menu.export",
                item(Action.EXPORT_QDQ),
                item(Action.EXPORT_SIMULATED),
                new SeparatorMenuItem(),
                item(Action.EXPORT_CONFIG),
                item(Action.EXPORT_CSV),
                new SeparatorMenuItem(),
                item(Action.EXPORT_HUFFMAN),
                new SeparatorMenuItem(),
                item(Action.EXPORT_REPORT),
                ForeignExportMenu.of(commands));
    }

    private Menu view() {
        return menu(
                "menu.view",
                item(Action.THEME),
                languages(),
                new SeparatorMenuItem(),
                item(Action.FONT_LARGER),
                item(Action.FONT_SMALLER),
                item(Action.FONT_NORMAL),
                new SeparatorMenuItem(),
                item(Action.SHOW_WEIGHTS),
                item(Action.SHOW_ACTIVATIONS),
                item(Action.SHOW_GRADIENTS),
                item(Action.SHOW_ERROR),
                item(Action.SHOW_GRAPH),
                item(Action.NEXT_PANEL),
                item(Action.PREVIOUS_PANEL));
    }

    private Menu languages() {
        Menu menu = menu("menu.language", item(Action.LANGUAGE), new SeparatorMenuItem());
        menu.setGraphic(Icons.of(Feather.GLOBE));
        ToggleGroup group = new ToggleGroup();
        for (Locale language : Texts.LANGUAGES) {
            RadioMenuItem item = new RadioMenuItem(language.getDisplayLanguage(language));
            item.setId("language-" + language.getLanguage());
            item.setToggleGroup(group);
            item.setSelected(language.equals(Texts.language()));
            item.setOnAction(event -> settings.languageProperty().set(language));
            Texts.follow(this, () -> item.setSelected(language.equals(Texts.language())));
            menu.getItems().add(item);
        }
        return menu;
    }

    private Menu help() {
        return menu("menu.help", item(Action.SHORTCUTS), item(Action.ABOUT));
    }

    private MenuItem item(Action action) {
        return actions.item(action);
    }

    private static Menu menu(String key, MenuItem... items) {
        Menu menu = new Menu();
        menu.setId(key);
        menu.textProperty().bind(Texts.bind(key));
        menu.getItems().setAll(items);
        menu.setMnemonicParsing(false);
        return menu;
    }
}
