package org.bitwright.ui.training;

import javafx.beans.InvalidationListener;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.bitwright.ui.common.Texts;
import org.kordamp.ikonli.feather.Feather;

/** Where the run under way is, how fast it goes, and what can be told to it; nothing while none is. */
final class LiveStatus extends VBox {
    private final TrainingViewModel model;
    private final Label place = new Label();
    private final Label pace = new Label();
    private final Button pause = RunBar.icon("pause", Feather.PAUSE);
    private final Button resume = RunBar.icon("resume", Feather.PLAY);
    private final Button cancel = RunBar.icon("cancel", Feather.STOP_CIRCLE);

    LiveStatus(TrainingViewModel model) {
        this.model = model;
        setId("training-live");
        getStyleClass().add("training-live");
        setMinHeight(USE_PREF_SIZE);
        place.setId("training-place");
        place.getStyleClass().add("figure");
        pace.setId("training-pace");
        pace.getStyleClass().add("muted");
        pause.setOnAction(event -> model.pause());
        resume.setOnAction(event -> model.resume());
        cancel.setOnAction(event -> model.cancel());
        ProgressBar progress = new ProgressBar();
        progress.progressProperty().bind(model.progressProperty());
        progress.setMaxWidth(Double.MAX_VALUE);
        VBox texts = new VBox(place, pace);
        HBox.setHgrow(texts, Priority.ALWAYS);
        texts.setMinWidth(0);
        HBox line = new HBox(texts, pause, resume, cancel);
        line.getStyleClass().add("training-live-line");
        getChildren().addAll(line, progress);
        InvalidationListener changed = observable -> tell();
        model.rows().addListener(changed);
        model.reportProperty().addListener((property, before, now) -> tell());
        model.controlProperty().addListener((property, before, now) -> tell());
        Texts.follow(this, this::tell);
        tell();
    }

    private void tell() {
        RunControl control = model.controlProperty().get();
        shown(this, control.isActive());
        place.setText(TrainingTexts.place(model));
        pace.setText(TrainingTexts.pace(model));
        shown(pause, control == RunControl.RUNNING);
        shown(resume, control == RunControl.PAUSED);
        cancel.setDisable(control == RunControl.ENDING);
    }

    private static void shown(Node node, boolean shown) {
        node.setVisible(shown);
        node.setManaged(shown);
    }
}
