package org.bitwright.ui.app;

import javafx.beans.value.ObservableBooleanValue;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import org.bitwright.ui.common.Icons;
import org.bitwright.ui.common.Texts;
import org.kordamp.ikonli.feather.Feather;

/** A line above the panels that says that there are weights alone, and leads to a network. */
final class WeightsStrip extends HBox {
    /** @param lacking whether there are weights without a network */
    WeightsStrip(Actions actions, ObservableBooleanValue lacking) {
        setId("weights-strip");
        getStyleClass().add("weights-strip");
        Label said = new Label("", Icons.of(Feather.INFO, "info"));
        said.setId("weights-strip-text");
        said.textProperty().bind(Texts.bind("weightsOnly.strip"));
        said.setMaxWidth(Double.MAX_VALUE);
        said.setWrapText(true);
        setHgrow(said, Priority.ALWAYS);
        WaysToNetwork ways = new WaysToNetwork(actions, "strip");
        ways.setMinWidth(USE_PREF_SIZE);
        getChildren().setAll(said, ways);
        visibleProperty().bind(lacking);
        managedProperty().bind(lacking);
    }
}
