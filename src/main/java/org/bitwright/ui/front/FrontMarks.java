package org.bitwright.ui.front;

import javafx.scene.canvas.GraphicsContext;
import javafx.scene.paint.Color;
import org.bitwright.ui.common.Palette;
import org.bitwright.ui.common.Palette.Role;

/** The markers: a disc of a configuration, a diamond of one width throughout, a ring of what a search tries. */
final class FrontMarks {
    static final double RADIUS = 4.2;
    private static final double DIAMOND = 5.6;
    private static final double HOLLOW = 3.4;

    private final GraphicsContext g;
    private final Palette palette;

    FrontMarks(GraphicsContext g, Palette palette) {
        this.g = g;
        this.palette = palette;
    }

    void paint(FrontPoint point, double x, double y) {
        if (!point.isFull()) {
            ring(x, y);
        } else if (point.uniformBits().isPresent()) {
            diamond(x, y);
        } else {
            disc(x, y);
        }
    }

    void disc(double x, double y) {
        g.setFill(palette.series(0));
        g.setStroke(palette.colour(Role.SURFACE));
        g.setLineWidth(1);
        g.fillOval(x - RADIUS, y - RADIUS, 2 * RADIUS, 2 * RADIUS);
        g.strokeOval(x - RADIUS, y - RADIUS, 2 * RADIUS, 2 * RADIUS);
    }

    void diamond(double x, double y) {
        double[] xs = {x - DIAMOND, x, x + DIAMOND, x};
        double[] ys = {y, y - DIAMOND, y, y + DIAMOND};
        g.setFill(palette.series(1));
        g.setStroke(palette.colour(Role.SURFACE));
        g.setLineWidth(1);
        g.fillPolygon(xs, ys, xs.length);
        g.strokePolygon(xs, ys, xs.length);
    }

    void ring(double x, double y) {
        g.setStroke(palette.series(2));
        g.setLineWidth(1.4);
        g.strokeOval(x - HOLLOW, y - HOLLOW, 2 * HOLLOW, 2 * HOLLOW);
    }

    /** Points down to where a point would be. */
    void below(FrontPoint point, double x, double bottom) {
        g.setFill(colour(point));
        g.fillPolygon(new double[] {x - 4, x + 4, x}, new double[] {bottom - 7, bottom - 7, bottom - 1}, 3);
    }

    /** Around the project's configuration. */
    void present(double x, double y) {
        g.setStroke(palette.colour(Role.PRESENT));
        g.setLineWidth(1.6);
        g.strokeOval(x - 8, y - 8, 16, 16);
    }

    Color colour(FrontPoint point) {
        return palette.series(!point.isFull() ? 2 : point.uniformBits().isPresent() ? 1 : 0);
    }
}
