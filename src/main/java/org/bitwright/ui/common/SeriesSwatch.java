package org.bitwright.ui.common;

import javafx.scene.canvas.GraphicsContext;
import org.bitwright.ui.common.Palette.Role;

/** How a line of a chart looks: a piece of it with its marker. */
public final class SeriesSwatch extends DrawnRegion {
    private static final double RADIUS = 4;

    private final int series;

    public SeriesSwatch(int series) {
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
