package org.bitwright.ui.common;

import java.util.List;
import javafx.geometry.VPos;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.paint.Color;
import javafx.scene.text.Font;
import javafx.scene.text.TextAlignment;
import org.bitwright.export.AccuracyAxes;
import org.bitwright.export.AccuracyMark;
import org.bitwright.export.AxisTicks;
import org.bitwright.ui.common.Palette.Role;

/** Draws what every chart of accuracy against bits has: rules, numbers, and lines with their 95 % bands. */
public final class AccuracyLinesPainter {
    private static final double RADIUS = 4.2;
    private static final double RING = 8;
    private static final double BAND_OPACITY = 0.16;
    private static final double WHISKER_OPACITY = 0.5;
    /** From one number of the axis to the next, in font sizes, at least. */
    private static final double ROOM_FOR_NUMBER = 1.2;

    private final GraphicsContext g;
    private final Palette palette;
    private final AccuracyAxes axes;
    private final double em;

    public AccuracyLinesPainter(GraphicsContext g, Font font, Palette palette, AccuracyAxes axes) {
        this.g = g;
        this.palette = palette;
        this.axes = axes;
        em = font.getSize();
        g.setFont(font);
    }

    /** Rules across, with numbers where there is room for them. */
    public void percentRules() {
        AxisTicks ticks = axes.percentTicks();
        g.setTextBaseline(VPos.CENTER);
        g.setTextAlign(TextAlignment.RIGHT);
        double free = Double.POSITIVE_INFINITY;
        for (double percent : ticks.values()) {
            double y = Math.floor(axes.y(percent / 100));
            g.setFill(palette.colour(Role.AXIS));
            g.fillRect(axes.left(), y, axes.width(), 1);
            if (y < free) {
                g.setFill(palette.colour(Role.MUTED));
                g.fillText(ticks.label(percent), axes.left() - 8, y);
                free = y - ROOM_FOR_NUMBER * em;
            }
        }
    }

    public void bitsAxis(String name) {
        g.setTextBaseline(VPos.TOP);
        g.setTextAlign(TextAlignment.CENTER);
        g.setFill(palette.colour(Role.MUTED));
        for (int bits = AccuracyAxes.MIN_BITS; bits <= AccuracyAxes.MAX_BITS; bits++) {
            g.fillText(String.valueOf(bits), axes.x(bits), axes.bottom() + 5);
        }
        g.setFill(palette.colour(Role.TEXT));
        g.fillText(name, (axes.left() + axes.right()) / 2, axes.bottom() + 8 + em);
    }

    /** An accuracy without quantization along the whole axis. */
    public void dashed(double accuracy) {
        double y = Math.floor(axes.y(accuracy)) + 0.5;
        g.setStroke(palette.colour(Role.FLOAT_LINE));
        g.setLineWidth(1.4);
        g.setLineDashes(6, 4);
        g.strokeLine(axes.left(), y, axes.right(), y);
        g.setLineDashes();
    }

    /** What {@link #dashed} stands for, below or above a height at the right end. */
    public void dashedName(String name, double x, double y, boolean below) {
        g.setFill(palette.colour(Role.FLOAT_LINE));
        g.setTextAlign(TextAlignment.RIGHT);
        g.setTextBaseline(below ? VPos.TOP : VPos.BOTTOM);
        g.fillText(name, x, y);
    }

    /** The intervals of a line; a whisker for a point that stands alone. */
    public void band(List<AccuracyMark> line, int series) {
        int n = line.size();
        if (n < 2) {
            line.forEach(mark -> whisker(mark, series));
            return;
        }
        double[] x = new double[2 * n];
        double[] y = new double[2 * n];
        for (int i = 0; i < n; i++) {
            x[i] = axes.x(line.get(i).place());
            y[i] = axes.y(line.get(i).accuracy().high());
            x[2 * n - 1 - i] = x[i];
            y[2 * n - 1 - i] = axes.y(line.get(i).accuracy().low());
        }
        g.setFill(palette.series(series).deriveColor(0, 1, 1, BAND_OPACITY));
        g.fillPolygon(x, y, 2 * n);
    }

    private void whisker(AccuracyMark mark, int series) {
        double x = axes.x(mark.place());
        g.setStroke(palette.series(series).deriveColor(0, 1, 1, WHISKER_OPACITY));
        g.setLineWidth(2);
        g.strokeLine(
                x, axes.y(mark.accuracy().high()), x, axes.y(mark.accuracy().low()));
    }

    /** A line with its markers, hollow where a point is not complete. */
    public void line(List<AccuracyMark> line, int series) {
        double[] x = line.stream().mapToDouble(mark -> axes.x(mark.place())).toArray();
        double[] y = line.stream()
                .mapToDouble(mark -> axes.y(mark.accuracy().top1()))
                .toArray();
        Color colour = palette.series(series);
        Color ground = palette.colour(Role.SURFACE);
        g.setStroke(colour);
        g.setLineWidth(2);
        g.strokePolyline(x, y, x.length);
        for (int i = 0; i < x.length; i++) {
            MarkerPainter.paint(
                    g, series, x[i], y[i], RADIUS, colour, ground, line.get(i).complete());
        }
    }

    /** Around the point that is looked at. */
    public void ring(double x, double y) {
        g.setStroke(palette.colour(Role.TEXT));
        g.setLineWidth(1.6);
        g.strokeOval(x - RING, y - RING, 2 * RING, 2 * RING);
    }
}
