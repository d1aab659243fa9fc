package org.bitwright.ui.sweep;

import java.util.List;
import javafx.geometry.VPos;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.paint.Color;
import javafx.scene.text.Font;
import javafx.scene.text.TextAlignment;
import org.bitwright.analysis.Accuracy;
import org.bitwright.analysis.SweepPoint;
import org.bitwright.export.AccuracyAxes;
import org.bitwright.export.AxisTicks;
import org.bitwright.ui.common.MarkerPainter;
import org.bitwright.ui.common.Numbers;
import org.bitwright.ui.common.Palette;
import org.bitwright.ui.common.Palette.Role;
import org.bitwright.ui.common.Texts;

/** Draws one picture of the accuracy chart. */
final class AccuracyPainter {
    /** Height of the plot, in font sizes, from which the name of its axis fits beside it. */
    private static final double ROOM_FOR_NAME = 9.5;

    private static final double RADIUS = 4.2;
    private static final double RING = 8;
    private static final double BAND_OPACITY = 0.16;
    private static final double WHISKER_OPACITY = 0.5;

    private final GraphicsContext g;
    private final Palette palette;
    private final AccuracyAxes axes;
    private final AccuracyChartViewModel model;
    private final double em;

    AccuracyPainter(GraphicsContext g, Font font, Palette palette, AccuracyAxes axes, AccuracyChartViewModel model) {
        this.g = g;
        this.palette = palette;
        this.axes = axes;
        this.model = model;
        em = font.getSize();
        g.setFont(font);
    }

    void paint() {
        accuracyAxis();
        bitsAxis();
        for (int i = 0; i < model.series().size(); i++) {
            band(model.line(model.series().get(i)), palette.series(i));
        }
        model.floatAccuracyProperty().get().ifPresent(this::floatLine);
        for (int i = 0; i < model.series().size(); i++) {
            line(model.line(model.series().get(i)), i);
        }
        model.presentProperty().get().ifPresent(this::present);
        model.cursor().point().ifPresent(this::ring);
    }

    private void accuracyAxis() {
        AxisTicks ticks = axes.percentTicks();
        g.setTextBaseline(VPos.CENTER);
        g.setTextAlign(TextAlignment.RIGHT);
        g.setLineWidth(1);
        for (double percent : ticks.values()) {
            double y = crisp(axes.y(percent / 100));
            g.setStroke(palette.colour(Role.AXIS));
            g.strokeLine(axes.left(), y, axes.right(), y);
            g.setFill(palette.colour(Role.MUTED));
            g.fillText(ticks.label(percent), axes.left() - 8, y);
        }
        if (axes.height() < ROOM_FOR_NAME * em) {
            return;
        }
        g.save();
        g.translate(1.1 * em, axes.top() + axes.height() / 2);
        g.rotate(-90);
        g.setTextAlign(TextAlignment.CENTER);
        g.setFill(palette.colour(Role.TEXT));
        g.fillText(Texts.get("sweep.accuracy"), 0, 0);
        g.restore();
    }

    private void bitsAxis() {
        g.setTextBaseline(VPos.TOP);
        g.setTextAlign(TextAlignment.CENTER);
        g.setFill(palette.colour(Role.MUTED));
        for (int bits = AccuracyAxes.MIN_BITS; bits <= AccuracyAxes.MAX_BITS; bits++) {
            g.fillText(String.valueOf(bits), axes.x(bits), axes.bottom() + 6);
        }
        g.setFill(palette.colour(Role.TEXT));
        g.fillText(Texts.get("sweep.bits"), (axes.left() + axes.right()) / 2, axes.bottom() + 10 + em);
    }

    private void floatLine(Accuracy accuracy) {
        if (accuracy.samples() == 0) {
            return;
        }
        double y = crisp(axes.y(accuracy.top1()));
        g.setStroke(palette.colour(Role.FLOAT_LINE));
        g.setLineWidth(1.4);
        g.setLineDashes(6, 4);
        g.strokeLine(axes.left(), y, axes.right(), y);
        g.setLineDashes();
        boolean below = y < axes.top() + 1.6 * em;
        g.setFill(palette.colour(Role.FLOAT_LINE));
        g.setTextAlign(TextAlignment.RIGHT);
        g.setTextBaseline(below ? VPos.TOP : VPos.BOTTOM);
        String label = Texts.get("sweep.float") + " " + Numbers.percent(accuracy.top1());
        g.fillText(label, axes.right() - 2, y + (below ? 5 : -5));
    }

    private void band(List<SweepPoint> points, Color colour) {
        int n = points.size();
        if (n < 2) {
            points.forEach(point -> whisker(point, colour));
            return;
        }
        double[] x = new double[2 * n];
        double[] y = new double[2 * n];
        for (int i = 0; i < n; i++) {
            x[i] = axes.x(points.get(i).bits());
            y[i] = axes.y(points.get(i).accuracy().high());
            x[2 * n - 1 - i] = x[i];
            y[2 * n - 1 - i] = axes.y(points.get(i).accuracy().low());
        }
        g.setFill(colour.deriveColor(0, 1, 1, BAND_OPACITY));
        g.fillPolygon(x, y, 2 * n);
    }

    /** The interval of a point that stands alone. */
    private void whisker(SweepPoint point, Color colour) {
        double x = axes.x(model.place(point));
        g.setStroke(colour.deriveColor(0, 1, 1, WHISKER_OPACITY));
        g.setLineWidth(2);
        g.strokeLine(
                x, axes.y(point.accuracy().high()), x, axes.y(point.accuracy().low()));
    }

    private void line(List<SweepPoint> points, int series) {
        double[] x = points.stream().mapToDouble(p -> axes.x(model.place(p))).toArray();
        double[] y =
                points.stream().mapToDouble(p -> axes.y(p.accuracy().top1())).toArray();
        g.setStroke(palette.series(series));
        g.setLineWidth(2);
        g.strokePolyline(x, y, x.length);
        for (int i = 0; i < x.length; i++) {
            MarkerPainter.paint(
                    g,
                    series,
                    x[i],
                    y[i],
                    RADIUS,
                    palette.series(series),
                    palette.colour(Role.SURFACE),
                    points.get(i).complete());
        }
    }

    private void present(PresentPoint point) {
        if (point.accuracy().samples() == 0 || point.bits() > AccuracyAxes.MAX_BITS + 0.5) {
            return;
        }
        double x = axes.x(point.bits());
        double y = axes.y(point.accuracy().top1());
        g.setFill(palette.colour(Role.PRESENT));
        g.fillOval(x - 5, y - 5, 10, 10);
        g.setStroke(palette.colour(Role.SURFACE));
        g.setLineWidth(2);
        g.strokeOval(x - 5, y - 5, 10, 10);
        g.setStroke(palette.colour(Role.PRESENT));
        g.setLineWidth(1);
        g.strokeOval(x - 7.5, y - 7.5, 15, 15);
        boolean leftwards = x > axes.right() - 8 * em;
        g.setTextAlign(leftwards ? TextAlignment.RIGHT : TextAlignment.LEFT);
        g.setTextBaseline(VPos.TOP);
        g.setFill(palette.colour(Role.PRESENT));
        g.fillText(Texts.get("sweep.present"), x + (leftwards ? -11 : 11), y + 2);
    }

    private void ring(SweepPoint point) {
        double x = axes.x(model.place(point));
        double y = axes.y(point.accuracy().top1());
        g.setStroke(palette.colour(Role.TEXT));
        g.setLineWidth(1.6);
        g.strokeOval(x - RING, y - RING, 2 * RING, 2 * RING);
    }

    private static double crisp(double pixel) {
        return Math.floor(pixel) + 0.5;
    }
}
