package org.bitwright.ui.common;

import javafx.scene.canvas.GraphicsContext;
import javafx.scene.paint.Color;
import org.bitwright.export.SeriesStyle;

/** Draws the marker of a measured point. */
public final class MarkerPainter {
    private MarkerPainter() {}

    /** Full where the point is complete, else an outline around {@code ground}. */
    public static void paint(
            GraphicsContext g,
            int series,
            double x,
            double y,
            double radius,
            Color colour,
            Color ground,
            boolean full) {
        g.setFill(full ? colour : ground);
        g.setStroke(full ? ground : colour);
        g.setLineWidth(full ? 1 : 1.6);
        double[] corners = SeriesStyle.of(series).corners(radius);
        if (corners.length == 0) {
            g.fillOval(x - radius, y - radius, 2 * radius, 2 * radius);
            g.strokeOval(x - radius, y - radius, 2 * radius, 2 * radius);
            return;
        }
        int n = corners.length / 2;
        double[] xs = new double[n];
        double[] ys = new double[n];
        for (int i = 0; i < n; i++) {
            xs[i] = x + corners[2 * i];
            ys[i] = y + corners[2 * i + 1];
        }
        g.fillPolygon(xs, ys, n);
        g.strokePolygon(xs, ys, n);
    }
}
