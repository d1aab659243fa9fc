package org.bitwright.ui.training;

import javafx.beans.InvalidationListener;
import javafx.scene.Node;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import org.bitwright.ui.common.DrawnRegion;
import org.bitwright.ui.common.MarkerPainter;
import org.bitwright.ui.common.Palette.Role;

/** Names the runs, where there is room for all of them; the list has their marks too. */
final class CurveLegend extends HBox {
    private final CurvesViewModel model;

    CurveLegend(CurvesViewModel model) {
        this.model = model;
        getStyleClass().add("legend");
        InvalidationListener changed = value -> show();
        model.curves().addListener(changed);
        show();
    }

    @Override
    protected void layoutChildren() {
        super.layoutChildren();
        double needed = snappedLeftInset()
                + snappedRightInset()
                + getSpacing() * (getChildren().size() - 1);
        for (Node name : getChildren()) {
            needed += name.prefWidth(-1);
        }
        boolean room = needed <= getWidth();
        getChildren().forEach(name -> name.setVisible(room));
    }

    private void show() {
        getChildren().clear();
        for (int i = 0; i < model.curves().size(); i++) {
            getChildren().add(new Label(model.curves().get(i).name(), new Swatch(i)));
        }
    }

    /** A line in the colour of a run with its marker. */
    static final class Swatch extends DrawnRegion {
        private static final double RADIUS = 3.6;

        private final int series;

        Swatch(int series) {
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
                    RADIUS,
                    palette().series(series),
                    palette().colour(Role.SURFACE),
                    true);
        }
    }
}
