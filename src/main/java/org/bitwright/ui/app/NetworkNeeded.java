package org.bitwright.ui.app;

import javafx.beans.binding.Bindings;
import javafx.beans.value.ObservableBooleanValue;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.Tab;
import javafx.scene.control.TabPane;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.bitwright.ui.common.Texts;

/** What stands in the place of a panel that needs a network while there are weights alone: why, and the ways to one. */
final class NetworkNeeded {
    private final ObservableBooleanValue lacking;
    private final Actions actions;

    /** @param lacking whether there are weights without a network */
    NetworkNeeded(ObservableBooleanValue lacking, Actions actions) {
        this.lacking = lacking;
        this.actions = actions;
    }

    /** Covers what runs a network: in the centre, and of the charts below. */
    void cover(TabPane centre, TabPane charts) {
        cover(centre, 1, "activations");
        cover(centre, 2, "gradients");
        cover(centre, 4, "graph");
        cover(charts, 0, "accuracy");
        cover(charts, 1, "sensitivity");
        cover(charts, 2, "front");
        cover(charts, 3, "training");
    }

    /** @param place begins the buttons' ids, and ends the key of why a network is needed there */
    private void cover(TabPane tabs, int at, String place) {
        Tab tab = tabs.getTabs().get(at);
        VBox instead = instead(place, "needsNetwork." + place);
        instead.visibleProperty().bind(lacking);
        instead.managedProperty().bind(lacking);
        tab.setContent(new StackPane(whileThereIsOne(tab.getContent()), instead));
    }

    /** The panel shows and hides itself as it likes: what hides it here is around it. */
    private StackPane whileThereIsOne(Node content) {
        StackPane shown = new StackPane(content);
        shown.visibleProperty().bind(Bindings.not(lacking));
        return shown;
    }

    private VBox instead(String place, String key) {
        Label title = new Label();
        title.textProperty().bind(Texts.bind("weightsOnly.panel"));
        title.getStyleClass().add("panel-title");
        Label why = new Label();
        why.setId(place + "-needs-network");
        why.textProperty().bind(Texts.bind(key));
        why.setWrapText(true);
        why.getStyleClass().add("muted");
        WaysToNetwork ways = new WaysToNetwork(actions, place);
        ways.getStyleClass().add("statistics-buttons");
        VBox box = new VBox(title, why, ways);
        box.getStyleClass().add("statistics");
        return box;
    }
}
