package org.bitwright.ui.activations;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import javafx.beans.binding.Bindings;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.Menu;
import javafx.scene.control.MenuItem;
import javafx.scene.control.SeparatorMenuItem;
import org.bitwright.quant.ActivationMode;
import org.bitwright.quant.NumberFormat;
import org.bitwright.quant.Scheme;
import org.bitwright.ui.common.ActivationChoices;
import org.bitwright.ui.common.CalibratorTexts;
import org.bitwright.ui.common.EdgeRow;
import org.bitwright.ui.common.Texts;

/** What can be done to the chosen activations from the list. */
final class EdgeMenu {
    private EdgeMenu() {}

    static ContextMenu create(EdgesViewModel model) {
        ContextMenu menu = new ContextMenu();
        menu.getItems()
                .addAll(
                        sub(
                                "inspector.format",
                                ActivationChoices.FORMATS.stream()
                                        .map(family ->
                                                item(() -> Texts.get("format." + family.name()), () -> model.editing()
                                                        .family(rows(model), family)))
                                        .toList()),
                        sub(
                                "inspector.bits",
                                IntStream.rangeClosed(NumberFormat.Uniform.MIN_BITS, NumberFormat.Uniform.MAX_BITS)
                                        .mapToObj(bits -> item(() -> String.valueOf(bits), () -> model.editing()
                                                .bits(rows(model), bits)))
                                        .toList()),
                        sub(
                                "inspector.scheme",
                                Arrays.stream(Scheme.values())
                                        .map(scheme ->
                                                item(() -> Texts.get("scheme." + scheme.name()), () -> model.editing()
                                                        .scheme(rows(model), scheme)))
                                        .toList()),
                        sub(
                                "inspector.mode",
                                Arrays.stream(ActivationMode.values())
                                        .map(mode -> item(
                                                () -> Texts.get("activationMode." + mode.name()),
                                                () -> model.editing().mode(rows(model), mode)))
                                        .toList()),
                        sub(
                                "inspector.calibrator",
                                ActivationChoices.CALIBRATORS.stream()
                                        .map(one -> item(() -> CalibratorTexts.name(one), () -> model.editing()
                                                .calibrator(rows(model), one)))
                                        .toList()),
                        new SeparatorMenuItem(),
                        item(() -> Texts.get("inspector.fit"), () -> model.editing()
                                .fit(rows(model))));
        return menu;
    }

    private static List<EdgeRow> rows(EdgesViewModel model) {
        return List.copyOf(model.selected());
    }

    private static Menu sub(String key, List<MenuItem> items) {
        Menu menu = new Menu();
        menu.textProperty().bind(Texts.bind(key));
        menu.getItems().setAll(items);
        return menu;
    }

    private static MenuItem item(Callable<String> text, Runnable action) {
        MenuItem item = new MenuItem();
        item.textProperty().bind(Bindings.createStringBinding(text, Texts.languageProperty()));
        item.setOnAction(event -> action.run());
        return item;
    }
}
