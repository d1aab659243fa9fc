package org.bitwright.ui.layers;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import javafx.beans.binding.Bindings;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.Menu;
import javafx.scene.control.MenuItem;
import javafx.scene.control.SeparatorMenuItem;
import org.bitwright.quant.FormatFamily;
import org.bitwright.quant.NumberFormat;
import org.bitwright.quant.Preset;
import org.bitwright.quant.Scheme;
import org.bitwright.ui.common.GranularityTexts;
import org.bitwright.ui.common.LayerRow;
import org.bitwright.ui.common.RoundingTexts;
import org.bitwright.ui.common.Texts;

/** What can be done to the chosen layers from the table. */
public final class LayerMenu {
    private LayerMenu() {}

    public static ContextMenu create(LayersViewModel model) {
        ContextMenu menu = new ContextMenu();
        menu.getItems()
                .addAll(
                        sub(
                                "inspector.format",
                                Arrays.stream(FormatFamily.values())
                                        .map(family -> item("format." + family.name(), () -> model.editing()
                                                .family(rows(model), family)))
                                        .toList()),
                        sub("inspector.bits", bits(model)),
                        sub(
                                "inspector.scheme",
                                Arrays.stream(Scheme.values())
                                        .map(scheme -> item("scheme." + scheme.name(), () -> model.editing()
                                                .scheme(rows(model), scheme)))
                                        .toList()),
                        sub(
                                "inspector.granularity",
                                GranularityTexts.CHOICES.stream()
                                        .<MenuItem>map(
                                                one -> named(() -> GranularityTexts.name(one), () -> model.editing()
                                                        .granularity(rows(model), one)))
                                        .toList()),
                        sub(
                                "inspector.rounding",
                                RoundingTexts.CHOICES.stream()
                                        .<MenuItem>map(one -> named(() -> RoundingTexts.kind(one), () -> model.editing()
                                                .rounding(rows(model), one)))
                                        .toList()),
                        sub(
                                "menu.preset",
                                Arrays.stream(Preset.values())
                                        .map(preset -> item("preset." + preset.id(), () -> model.editing()
                                                .preset(rows(model), preset)))
                                        .toList()),
                        new SeparatorMenuItem(),
                        item("inspector.fit", () -> model.editing().fit(rows(model))),
                        item("inspector.reset", () -> model.editing().reset(rows(model))));
        return menu;
    }

    private static List<LayerRow> rows(LayersViewModel model) {
        return new ArrayList<>(model.selected());
    }

    private static List<MenuItem> bits(LayersViewModel model) {
        return IntStream.rangeClosed(NumberFormat.Uniform.MIN_BITS, NumberFormat.Uniform.MAX_BITS)
                .mapToObj(bits -> {
                    MenuItem item = new MenuItem(String.valueOf(bits));
                    item.setOnAction(event -> model.editing().bits(rows(model), bits));
                    return item;
                })
                .toList();
    }

    private static Menu sub(String key, List<MenuItem> items) {
        Menu menu = new Menu();
        menu.textProperty().bind(Texts.bind(key));
        menu.getItems().setAll(items);
        return menu;
    }

    private static MenuItem named(Callable<String> text, Runnable action) {
        MenuItem item = new MenuItem();
        item.textProperty().bind(Bindings.createStringBinding(text, Texts.languageProperty()));
        item.setOnAction(event -> action.run());
        return item;
    }

    private static MenuItem item(String key, Runnable action) {
        MenuItem item = new MenuItem();
        item.textProperty().bind(Texts.bind(key));
        item.setOnAction(event -> action.run());
        return item;
    }
}
