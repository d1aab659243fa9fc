package org.bitwright.ui.gradients;

import java.util.List;
import javafx.geometry.VPos;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.paint.Color;
import javafx.scene.text.Font;
import javafx.scene.text.TextAlignment;
import org.bitwright.export.AccuracyAxes;
import org.bitwright.export.AxisTicks;
import org.bitwright.export.GradientWidth;
import org.bitwright.ui.common.MarkerPainter;
import org.bitwright.ui.common.Numbers;
import org.bitwright.ui.common.Palette;
import org.bitwright.ui.common.Palette.Role;
import org.bitwright.ui.common.Texts;

/** Draws accuracy against the width of gradients, full precision as a dashed line with its interval behind all. */
final class WidthsPainter {
    private static final double RADIUS = 4.2;
    private static final double RING = 8;
    private static final double BAND_OPACITY = 0.16;

    private final GraphicsContext g;
    private final Palette palette;
    private final AccuracyAxes axes;
    private final WidthsViewModel model;
    private final double em;

    WidthsPainter(GraphicsContext g, Font font, Palette palette, AccuracyAxes axes, WidthsViewModel model) {
        this.g = g;
        this.palette = palette;
        this.axes = axes;
        this.model = model;
        em = font.getSize();
        g.setFont(font);
    }

    void paint() {
        model.full().ifPresent(this::interval);
        accuracyAxis();
        bitsAxis();
        List<List<GradientWidth>> lines = List.copyOf(model.lines().values());
        for (int i = 0; i < lines.size(); i++) {
            band(lines.get(i), palette.series(i));
        }
        model.full().ifPresent(this::full);
        for (int i = 0; i < lines.size(); i++) {
            line(lines.get(i), i);
        }
        model.cursor().point().ifPresent(this::ring);
    }

    /** Where full precision stands may be anywhere along the axis: it is a line. */
    static double x(AccuracyAxes axes, GradientWidth width) {
        return width.rounding().isPresent() ? axes.x(width.bits()) : axes.right();
    }

    private void interval(GradientWidth width) {
        double high = axes.y(width.accuracy().high());
        g.setFill(palette.colour(Role.FLOAT_LINE).deriveColor(0, 1, 1, 0.12));
        g.fillRect(axes.left(), high, axes.width(), axes.y(width.accuracy().low()) - high);
    }

    private void accuracyAxis() {
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
                free = y - 1.2 * em;
            }
        }
        g.setTextBaseline(VPos.TOP);
        g.setTextAlign(TextAlignment.LEFT);
        g.setFill(palette.colour(Role.TEXT));
        g.fillText(Texts.get("sweep.accuracy"), 2, 0);
    }

    private void bitsAxis() {
        g.setTextBaseline(VPos.TOP);
        g.setTextAlign(TextAlignment.CENTER);
        g.setFill(palette.colour(Role.MUTED));
        for (int bits = AccuracyAxes.MIN_BITS; bits <= AccuracyAxes.MAX_BITS; bits++) {
            g.fillText(String.valueOf(bits), axes.x(bits), axes.bottom() + 5);
        }
        g.setFill(palette.colour(Role.TEXT));
        g.fillText(Texts.get("twins.bits"), (axes.left() + axes.right()) / 2, axes.bottom() + 8 + em);
    }

    private void full(GradientWidth width) {
        double y = Math.floor(axes.y(width.accuracy().top1())) + 0.5;
        g.setStroke(palette.colour(Role.FLOAT_LINE));
        g.setLineWidth(1.4);
        g.setLineDashes(6, 4);
        g.strokeLine(axes.left(), y, axes.right(), y);
        g.setLineDashes();
        // Out of the interval, where the other lines run.
        double low = axes.y(width.accuracy().low());
        boolean below = low < axes.bottom() - 1.6 * em;
        g.setFill(palette.colour(Role.FLOAT_LINE));
        g.setTextAlign(TextAlignment.RIGHT);
        g.setTextBaseline(below ? VPos.TOP : VPos.BOTTOM);
        String label =
                Texts.get("twins.full") + " " + Numbers.percent(width.accuracy().top1());
        g.fillText(
                label,
                axes.right() - 4,
                below ? low + 3 : axes.y(width.accuracy().high()) - 3);
    }

    private void band(List<GradientWidth> line, Color colour) {
        int n = line.size();
        double[] x = new double[2 * n];
        double[] y = new double[2 * n];
        for (int i = 0; i < n; i++) {
            x[i] = axes.x(line.get(i).bits());
            y[i] = axes.y(line.get(i).accuracy().high());
            x[2 * n - 1 - i] = x[i];
            y[2 * n - 1 - i] = axes.y(line.get(i).accuracy().low());
        }
        if (n > 1) {
            g.setFill(colour.deriveColor(0, 1, 1, BAND_OPACITY));
            g.fillPolygon(x, y, 2 * n);
        } else {
            g.setStroke(colour.deriveColor(0, 1, 1, 0.5));
            g.setLineWidth(2);
            g.strokeLine(x[0], y[0], x[1], y[1]);
        }
    }

    private void line(List<GradientWidth> line, int series) {
        double[] x = line.stream().mapToDouble(width -> axes.x(width.bits())).toArray();
        double[] y = line.stream()
                .mapToDouble(width -> axes.y(width.accuracy().top1()))
                .toArray();
        g.setStroke(palette.series(series));
        g.setLineWidth(2);
        g.strokePolyline(x, y, x.length);
        Color ground = palette.colour(Role.SURFACE);
        for (int i = 0; i < x.length; i++) {
            MarkerPainter.paint(
                    g,
                    series,
                    x[i],
                    y[i],
                    RADIUS,
                    palette.series(series),
                    ground,
                    line.get(i).complete());
        }
    }

    private void ring(GradientWidth width) {
        double x = x(axes, width);
        double y = axes.y(width.accuracy().top1());
        g.setStroke(palette.colour(Role.TEXT));
        g.setLineWidth(1.6);
        g.strokeOval(x - RING, y - RING, 2 * RING, 2 * RING);
    }
}
