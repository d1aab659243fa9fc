package org.bitwright.ui.app;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javafx.beans.Observable;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.VBox;
import org.bitwright.model.Layer;
import org.bitwright.model.Model;
import org.bitwright.quant.QuantConfig;
import org.bitwright.ui.common.Texts;
import org.bitwright.ui.common.WidthTexts;

/** The layers with a tick at each that stays as it is. Those set by hand always do. */
final class StayingLayers extends ScrollPane {
    private final Map<String, CheckBox> boxes = new LinkedHashMap<>();

    /** @param free names of the layers that are chosen for at first */
    StayingLayers(Model model, QuantConfig present, List<String> free) {
        setId("search-staying");
        getStyleClass().add("short-scroll");
        setFitToWidth(true);
        for (Layer layer : model.layers()) {
            boolean byHand = present.of(layer.name()).isHandMade();
            String width = WidthTexts.name(present.of(layer.name()).format());
            CheckBox box =
                    new CheckBox(Texts.get(byHand ? "searchForm.byHand" : "searchForm.layer", layer.name(), width));
            box.setId("search-stay-" + layer.name());
            box.setMnemonicParsing(false);
            box.setSelected(byHand || !free.contains(layer.name()));
            box.setDisable(byHand);
            boxes.put(layer.name(), box);
        }
        VBox list = new VBox(boxes.values().toArray(CheckBox[]::new));
        list.getStyleClass().add("tick-list");
        setContent(list);
    }

    List<Observable> watched() {
        List<Observable> watched = new ArrayList<>();
        boxes.values().forEach(box -> watched.add(box.selectedProperty()));
        return watched;
    }

    /** Names of the layers that are chosen for. */
    List<String> free() {
        return boxes.entrySet().stream()
                .filter(entry -> !entry.getValue().isSelected())
                .map(Map.Entry::getKey)
                .toList();
    }
}
