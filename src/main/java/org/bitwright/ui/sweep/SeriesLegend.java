package org.bitwright.ui.sweep;

import javafx.beans.InvalidationListener;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.control.Label;
import javafx.scene.layout.FlowPane;
import org.bitwright.ui.common.DrawnRegion;
import org.bitwright.ui.common.MarkerPainter;
import org.bitwright.ui.common.Palette.Role;
import org.bitwright.ui.common.Texts;

/** Names the lines and dots of the chart. */
final class SeriesLegend extends FlowPane {

    SeriesLegend(AccuracyChartViewModel model) {
        getStyleClass().add("legend");
        InvalidationListener changed = value -> show(model);
        model.series().addListener(changed);
        Texts.follow(this, () -> show(model));
        show(model);
    }

    private void show(AccuracyChartViewModel model) {
        getChildren().clear();
        for (int i = 0; i < model.series().size(); i++) {
            Label label = new Label(
                    SweepTexts.name(model.series().get(i), model.series()),
                    new Swatch(i, model.series().get(i).isDot()));
            getChildren().add(label);
        }
    }

    private static final class Swatch extends DrawnRegion {
        private final int series;
        private final boolean dot;

        private Swatch(int series, boolean dot) {
            this.series = series;
            this.dot = dot;
            getStyleClass().add("series-swatch");
        }

        @Override
        protected void draw(GraphicsContext g, double width, double height) {
            double y = Math.floor(height / 2) + 0.5;
            g.setStroke(palette().series(series));
            g.setLineWidth(2);
            if (!dot) {
                g.strokeLine(0, y, width, y);
            }
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
