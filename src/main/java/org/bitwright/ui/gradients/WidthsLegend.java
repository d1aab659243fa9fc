package org.bitwright.ui.gradients;

import javafx.beans.InvalidationListener;
import javafx.scene.control.Label;
import javafx.scene.layout.FlowPane;
import org.bitwright.training.GradientRounding;
import org.bitwright.ui.common.SeriesSwatch;
import org.bitwright.ui.common.Texts;

/** Names the lines of the chart. */
final class WidthsLegend extends FlowPane {

    WidthsLegend(WidthsViewModel model) {
        getStyleClass().add("legend");
        InvalidationListener changed = value -> show(model);
        model.widths().addListener(changed);
        Texts.follow(this, () -> show(model));
        show(model);
    }

    private void show(WidthsViewModel model) {
        getChildren().clear();
        for (GradientRounding rule : model.lines().keySet()) {
            getChildren()
                    .add(new Label(
                            TwinTexts.series(rule),
                            new SeriesSwatch(getChildren().size())));
        }
    }
}
