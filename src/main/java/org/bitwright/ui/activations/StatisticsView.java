package org.bitwright.ui.activations;

import javafx.beans.InvalidationListener;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressIndicator;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.bitwright.ui.common.Activations;
import org.bitwright.ui.common.Activations.State;
import org.bitwright.ui.common.Icons;
import org.bitwright.ui.common.Texts;
import org.kordamp.ikonli.feather.Feather;

/** Why there is no histogram yet, and what can be done about it. */
public final class StatisticsView extends VBox {
    private final Activations activations;
    private final Label title = new Label();
    private final Label why = new Label();
    private final ProgressIndicator waiting = new ProgressIndicator();
    private final Button collect = button("collect-statistics", Feather.ACTIVITY, "statistics.collect");
    private final Button take = button("take-calibration", Feather.SCISSORS, "statistics.take");
    private final Button open = button("open-calibration", Feather.TARGET, "statistics.open");

    /**
     * @param taking takes calibration data from the start of the evaluation data
     * @param opening lets the user choose calibration data
     */
    public StatisticsView(Activations activations, Runnable taking, Runnable opening) {
        this.activations = activations;
        setId("statistics");
        getStyleClass().add("statistics");
        title.getStyleClass().add("panel-title");
        why.setWrapText(true);
        why.getStyleClass().add("muted");
        why.setId("statistics-why");
        waiting.setMaxSize(28, 28);
        collect.getStyleClass().add("accent");
        collect.setOnAction(event -> activations.collect());
        take.setOnAction(event -> taking.run());
        open.setOnAction(event -> opening.run());
        HBox buttons = new HBox(collect, take, open);
        buttons.getStyleClass().addAll("buttons", "statistics-buttons");
        getChildren().addAll(title, why, waiting, buttons);
        InvalidationListener changed = observable -> render();
        activations.stateProperty().addListener(changed);
        Texts.follow(this, this::render);
        render();
    }

    private static Button button(String id, Feather icon, String key) {
        Button button = new Button("", Icons.of(icon));
        button.setId(id);
        button.textProperty().bind(Texts.bind(key));
        return button;
    }

    private void render() {
        State state = activations.stateProperty().get();
        boolean nothing = state == State.NO_DATA;
        boolean running = state == State.COLLECTING;
        title.setText(Texts.get(running ? "statistics.running" : "statistics.none"));
        why.setText(text(state));
        show(waiting, running);
        show(collect, !nothing && !running);
        show(take, nothing);
        show(open, nothing);
        boolean known = state == State.KNOWN;
        setVisible(!known);
        setManaged(!known);
    }

    private String text(State state) {
        if (state == State.NO_DATA) {
            return Texts.get("statistics.noData");
        }
        if (state == State.COLLECTING) {
            return Texts.get("statistics.why");
        }
        String failure = activations.failure();
        return failure.isEmpty() ? Texts.get("statistics.why") : Texts.get("statistics.failed", failure);
    }

    private static void show(Node node, boolean shown) {
        node.setVisible(shown);
        node.setManaged(shown);
    }
}
