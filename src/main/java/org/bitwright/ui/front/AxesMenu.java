package org.bitwright.ui.front;

import javafx.beans.property.Property;
import javafx.scene.control.MenuButton;
import javafx.scene.control.RadioMenuItem;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.control.ToggleGroup;
import org.bitwright.ui.common.Texts;

/** What the axes count and how. */
final class AxesMenu extends MenuButton {

    AxesMenu(FrontChartViewModel model) {
        setId("front-axes");
        getStyleClass().add("small");
        setMinWidth(USE_PREF_SIZE);
        textProperty().bind(Texts.bind("front.axes"));
        add(FrontScale.values(), "front.scale.", model.scaleProperty());
        getItems().add(new SeparatorMenuItem());
        add(ScoreScale.values(), "front.scores.", model.scoresProperty());
    }

    private <E extends Enum<E>> void add(E[] choices, String prefix, Property<E> chosen) {
        ToggleGroup group = new ToggleGroup();
        for (E choice : choices) {
            RadioMenuItem item = new RadioMenuItem();
            item.setId("front-axes-" + choice.name());
            item.textProperty().bind(Texts.bind(prefix + choice.name()));
            item.setToggleGroup(group);
            item.setSelected(chosen.getValue() == choice);
            item.setOnAction(event -> chosen.setValue(choice));
            chosen.addListener((property, before, now) -> item.setSelected(now == choice));
            getItems().add(item);
        }
    }
}
