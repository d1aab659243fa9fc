package org.bitwright.ui.app;

import javafx.beans.binding.Bindings;
import javafx.scene.control.Button;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import org.bitwright.ui.common.Icons;
import org.bitwright.ui.common.Texts;

/** The two buttons that lead from weights alone to a network. */
final class WaysToNetwork extends HBox {
    /** @param place begins the buttons' ids */
    WaysToNetwork(Actions actions, String place) {
        getStyleClass().add("buttons");
        Button join = button(actions, Action.JOIN_NETWORK, place + "-join");
        join.getStyleClass().add("accent");
        getChildren().setAll(join, button(actions, Action.STACK_LAYERS, place + "-stack"));
    }

    private static Button button(Actions actions, Action action, String id) {
        Button button = new Button("", Icons.of(action.icon()));
        button.setId(id);
        button.setMnemonicParsing(false);
        button.setMinWidth(USE_PREF_SIZE);
        button.textProperty().bind(Texts.bind(action.key()));
        Tooltip tooltip = new Tooltip();
        tooltip.textProperty()
                .bind(Bindings.createStringBinding(
                        () -> button.getText() + "  " + action.shortcut().getDisplayText(), button.textProperty()));
        button.setTooltip(tooltip);
        button.setOnAction(event -> actions.run(action));
        return button;
    }
}
