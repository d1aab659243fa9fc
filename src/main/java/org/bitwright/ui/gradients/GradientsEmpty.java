package org.bitwright.ui.gradients;

import javafx.beans.InvalidationListener;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressIndicator;
import javafx.scene.layout.VBox;
import org.bitwright.ui.common.Icons;
import org.bitwright.ui.common.Texts;
import org.kordamp.ikonli.feather.Feather;

/** Why no gradients are there yet, and what can be done about it. */
final class GradientsEmpty extends VBox {
    private final GradientsViewModel model;
    private final Label heading = new Label();
    private final Label why = new Label();
    private final ProgressIndicator waiting = new ProgressIndicator();
    private final Button measure = new Button("", Icons.of(Feather.ACTIVITY));

    GradientsEmpty(GradientsViewModel model) {
        this.model = model;
        setId("gradients-empty");
        getStyleClass().add("nothing");
        heading.getStyleClass().add("panel-title");
        why.setId("gradients-why");
        why.setWrapText(true);
        why.getStyleClass().add("muted");
        waiting.setMaxSize(28, 28);
        measure.setId("gradients-measure-first");
        measure.getStyleClass().add("accent");
        measure.textProperty().bind(Texts.bind("gradients.measureFirst"));
        getChildren().addAll(heading, why, waiting, measure);
        InvalidationListener changed = observable -> tell();
        model.shownProperty().addListener(changed);
        model.sourceProperty().addListener(changed);
        model.measuringProperty().addListener(changed);
        model.obstacleProperty().addListener((property, before, now) -> tell());
        Texts.follow(this, this::tell);
        tell();
    }

    void setOnMeasure(Runnable action) {
        measure.setOnAction(event -> action.run());
    }

    private void tell() {
        boolean present = model.sourceProperty().get().isPresent();
        boolean busy = model.measuringProperty().get() || !present;
        setVisible(model.shown().isEmpty());
        setManaged(isVisible());
        heading.setText(Texts.get(busy ? "gradients.waiting" : "gradients.none"));
        why.setText(
                present
                        ? Texts.get(model.obstacleProperty().get().orElse("gradients.why"))
                        : Texts.get("gradients.waiting.why"));
        waiting.setVisible(busy);
        waiting.setManaged(busy);
        boolean possible = present && !busy && model.obstacleProperty().get().isEmpty();
        measure.setVisible(possible);
        measure.setManaged(possible);
    }
}
