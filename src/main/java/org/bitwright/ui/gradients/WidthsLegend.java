package org.bitwright.ui.gradients;

import javafx.beans.InvalidationListener;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.control.Label;
import javafx.scene.layout.FlowPane;
import org.bitwright.training.GradientRounding;
import org.bitwright.ui.common.DrawnRegion;
import org.bitwright.ui.common.MarkerPainter;
import org.bitwright.ui.common.Palette.Role;
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
                            TwinTexts.series(rule), new Swatch(getChildren().size())));
        }
    }

    private static final class Swatch extends DrawnRegion {
        private final int series;

        private Swatch(int series) {
            this.series = series;
            getStyleClass().add("series-swatch");
        }

        @Override
        protected void draw(GraphicsContext g, double width, double height) {
            double y = Math.floor(height / 2) + 0.5;
            g.setStroke(palette().series(series));
            g.setLineWidth(2);
            g.strokeLine(0, y, width, y);
            MarkerPainter.paint(
                    g,
                    series,
                    width / 2,
                    y,
                    4,
                    palette().series(series),
                    palette().colour(Role.SURFACE),
                    true);
        }
    }
}
