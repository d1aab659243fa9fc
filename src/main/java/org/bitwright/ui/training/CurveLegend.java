package org.bitwright.ui.training;

import javafx.beans.InvalidationListener;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.control.Label;
import javafx.scene.layout.FlowPane;
import org.bitwright.ui.common.DrawnRegion;
import org.bitwright.ui.common.Palette.Role;
import org.bitwright.ui.common.Texts;

/** Names the runs, and tells training from validation. */
final class CurveLegend extends FlowPane {
    private final CurvesViewModel model;

    CurveLegend(CurvesViewModel model) {
        this.model = model;
        getStyleClass().add("legend");
        InvalidationListener changed = value -> show();
        model.curves().addListener(changed);
        Texts.follow(this, this::show);
        show();
    }

    private void show() {
        getChildren().clear();
        add(Texts.get("curves.training"), new Swatch(-1, true));
        if (model.points().stream().anyMatch(point -> point.epoch().validation().isPresent())) {
            add(Texts.get("curves.validation"), new Swatch(-1, false));
        }
        for (int i = 0; i < model.curves().size(); i++) {
            add(model.curves().get(i).name(), new Swatch(i, false));
        }
    }

    private void add(String text, Swatch swatch) {
        getChildren().add(new Label(text, swatch));
    }

    /** A line in the colour of a run with its marker, or in that of text for every run. */
    static final class Swatch extends DrawnRegion {
        private final int series;
        private final boolean dashed;

        Swatch(int series, boolean dashed) {
            this.series = series;
            this.dashed = dashed;
            getStyleClass().add("series-swatch");
        }

        @Override
        protected void draw(GraphicsContext g, double width, double height) {
            double y = Math.floor(height / 2) + 0.5;
            g.setStroke(series < 0 ? palette().colour(Role.MUTED) : palette().series(series));
            g.setLineWidth(dashed ? 1.6 : 2);
            if (dashed) {
                g.setLineDashes(5, 4);
            }
            g.strokeLine(0, y, width, y);
            g.setLineDashes();
            if (series >= 0) {
                CurveMarker.paint(
                        g,
                        series,
                        width / 2,
                        y,
                        3.6,
                        palette().series(series),
                        palette().colour(Role.SURFACE));
            }
        }
    }
}
