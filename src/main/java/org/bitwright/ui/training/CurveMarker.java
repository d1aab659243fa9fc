package org.bitwright.ui.training;

import javafx.scene.canvas.GraphicsContext;
import javafx.scene.paint.Color;
import org.bitwright.export.SeriesStyle;

/** The marker of a run: its shape tells it apart where colours do not. */
final class CurveMarker {
    private CurveMarker() {}

    static void paint(
            GraphicsContext g, int series, double x, double y, double radius, Color colour, Color ground) {
        g.setFill(colour);
        g.setStroke(ground);
        g.setLineWidth(1);
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
