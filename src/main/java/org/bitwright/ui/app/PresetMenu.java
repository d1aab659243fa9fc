package org.bitwright.ui.app;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javafx.scene.control.CustomMenuItem;
import javafx.scene.control.Label;
import javafx.scene.control.Menu;
import javafx.scene.control.MenuItem;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.input.KeyCombination;
import org.bitwright.quant.Preset;
import org.bitwright.quant.target.NetworkPreset;
import org.bitwright.ui.common.Hints;
import org.bitwright.ui.common.Texts;

/** The presets: of the whole network, and of weights alone. */
final class PresetMenu {
    private static final int DIGITS = 9;

    private PresetMenu() {}

    /** Those of weights are for the selected layers or, with one or none chosen, for all. */
    static List<MenuItem> items(Commands commands, boolean withShortcuts) {
        List<MenuItem> items = new ArrayList<>();
        Arrays.stream(NetworkPreset.values())
                .map(preset -> networkItem(commands, preset, withShortcuts))
                .forEach(items::add);
        items.add(new SeparatorMenuItem());
        Menu weights = new Menu();
        weights.setId("presets-weights");
        weights.textProperty().bind(Texts.bind("presets.weights"));
        weights.getItems()
                .setAll(Arrays.stream(Preset.values())
                        .map(preset -> weightItem(commands, preset, withShortcuts))
                        .toList());
        items.add(weights);
        return items;
    }

    private static MenuItem networkItem(Commands commands, NetworkPreset preset, boolean withShortcut) {
        Label name = new Label();
        name.textProperty().bind(Texts.bind("networkPreset." + preset.id()));
        name.setTooltip(Hints.wrapped("networkPresetNote." + preset.id()));
        MenuItem item = new CustomMenuItem(name);
        item.setId("network-preset-" + preset.id());
        if (withShortcut) {
            item.setAccelerator(KeyCombination.valueOf("Alt+Shift+" + (preset.ordinal() + 1)));
        }
        item.disableProperty().bind(commands.withNetwork().not());
        item.setOnAction(event -> commands.preset(preset));
        return item;
    }

    private static MenuItem weightItem(Commands commands, Preset preset, boolean withShortcut) {
        Label name = new Label();
        name.textProperty().bind(Texts.bind("preset." + preset.id()));
        MenuItem item = new CustomMenuItem(name);
        item.setId("preset-" + preset.id());
        if (preset == Preset.ARTICLE) {
            name.setTooltip(Hints.wrapped("preset.article.hint"));
        }
        if (withShortcut) {
            int number = preset.ordinal() + 1;
            boolean digit = number <= DIGITS;
            item.setAccelerator(KeyCombination.valueOf(
                    digit ? "Shortcut+Alt+" + number : "Shortcut+Alt+Shift+" + (number - DIGITS)));
        }
        item.setOnAction(event -> commands.preset(preset));
        return item;
    }
}
