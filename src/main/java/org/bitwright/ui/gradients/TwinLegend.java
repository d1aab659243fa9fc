package org.bitwright.ui.gradients;

import java.util.List;
import javafx.scene.control.Label;
import javafx.scene.layout.FlowPane;
import org.bitwright.ui.common.SeriesSwatch;
import org.bitwright.ui.common.Texts;

/** Names the curves of runs that are compared by the width of their gradients. */
final class TwinLegend extends FlowPane {

    TwinLegend(WidthsViewModel model) {
        getStyleClass().addAll("legend", "twin-legend");
        model.twinsProperty().addListener((property, before, now) -> show(now));
        Texts.follow(this, () -> show(model.twinsProperty().get()));
        show(model.twinsProperty().get());
    }

    private void show(List<GradientTwin> twins) {
        getChildren().clear();
        for (int i = 0; i < twins.size(); i++) {
            getChildren().add(new Label(TwinTexts.width(twins.get(i).rounding()), new SeriesSwatch(i)));
        }
    }
}
