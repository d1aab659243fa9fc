package org.bitwright.ui.histogram;

import java.util.Optional;
import javafx.geometry.VPos;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.paint.Color;
import javafx.scene.paint.CycleMethod;
import javafx.scene.paint.LinearGradient;
import javafx.scene.paint.Paint;
import javafx.scene.paint.Stop;
import javafx.scene.text.Font;
import javafx.scene.text.TextAlignment;
import org.bitwright.export.AxisTicks;
import org.bitwright.ui.common.CountAxis;
import org.bitwright.ui.common.Palette;
import org.bitwright.ui.common.Palette.Role;

/** Draws one picture of the histogram. */
final class HistogramPainter {
    private static final double HEADROOM = 1.16;
    private static final double HATCH = 5;
    private static final double DASH = 7;
    private static final double LEAST_STEM_PIXELS = 14;
    /** The rules and what is out of reach stay visible through the bars. */
    private static final double WEIGHTS_OPACITY = 0.8;

    private static final int PIXELS_A_LABEL = 84;

    private final GraphicsContext g;
    private final Palette palette;
    private final ShownValues values;
    private final ValueAxis axis;
    private final CountAxis counts;
    private final DisplayBins bins;
    private final Optional<LevelBars> levels;

    HistogramPainter(
            GraphicsContext g,
            Font font,
            Palette palette,
            HistogramPicture picture,
            ShownValues values,
            ValueAxis axis,
            PlotArea area,
            boolean log) {
        this.g = g;
        this.palette = palette;
        this.values = values;
        this.axis = axis;
        bins = picture.bins(values, axis);
        levels = picture.levels(values, axis);
        counts = new CountAxis(Math.max(1, bins.greatest()) * HEADROOM, log, area.top(), area.height());
        g.setFont(font);
    }

    void paint() {
        rules();
        outside();
        weights();
        levels.ifPresent(this::quantized);
        ground();
        new GridPainter(g, palette, values, axis, counts).paint();
        valueLabels();
    }

    /** The flags of the handles lie above the plot, and a number at its top would be under one. */
    private void rules() {
        g.setTextBaseline(VPos.CENTER);
        g.setTextAlign(TextAlignment.RIGHT);
        for (double tick : counts.ticks()) {
            double y = crisp(counts.y(tick));
            g.setFill(colour(Role.AXIS));
            g.fillRect(axis.left(), Math.floor(y), axis.width(), 1);
            if (y - g.getFont().getSize() / 2 >= counts.top()) {
                g.setFill(colour(Role.MUTED));
                g.fillText(CountAxis.label(tick), axis.left() - 8, y);
            }
        }
    }

    private void weights() {
        if (bins.bars() == 0) {
            return;
        }
        boolean single = bins.width() == 0;
        int n = bins.bars();
        double[] x = new double[2 * n + 2];
        double[] y = new double[2 * n + 2];
        for (int bar = 0; bar < n; bar++) {
            double left = axis.clampedX(bins.lowerEdge(bar)) - (single ? 2 : 0);
            x[2 * bar + 1] = left;
            x[2 * bar + 2] = axis.clampedX(bins.upperEdge(bar)) + (single ? 2 : 0);
            y[2 * bar + 1] = counts.y(bins.counts()[bar]);
            y[2 * bar + 2] = y[2 * bar + 1];
        }
        x[0] = x[1];
        x[2 * n + 1] = x[2 * n];
        y[0] = counts.bottom();
        y[2 * n + 1] = counts.bottom();
        g.setFill(colour(Role.WEIGHTS, WEIGHTS_OPACITY));
        g.fillPolygon(x, y, x.length);
    }

    private void quantized(LevelBars bars) {
        double width = bins.width() > 0 ? bins.width() : bars.narrowest();
        g.setStroke(colour(Role.QUANTIZED));
        g.setLineWidth(1.6);
        for (int from = 0; from < bars.bars(); ) {
            int to = from;
            while (to < bars.bars() && bars.counts()[to] > 0) {
                to++;
            }
            outline(bars, from, to, width);
            from = Math.max(to, from + 1);
        }
        stems(bars, width);
        cutOff(bars, width);
    }

    /** Outlines neighbouring bars that hold something; where nothing lies there is no line. */
    private void outline(LevelBars bars, int from, int to, double width) {
        int n = to - from;
        double[] x = new double[2 * n + 2];
        double[] y = new double[2 * n + 2];
        for (int i = 0; i < n; i++) {
            x[2 * i + 1] = axis.clampedX(bars.lowerEdge(from + i));
            x[2 * i + 2] = axis.clampedX(bars.upperEdge(from + i));
            y[2 * i + 1] = counts.y(bars.count(from + i, width));
            y[2 * i + 2] = y[2 * i + 1];
        }
        if (n > 0) {
            x[0] = x[1];
            x[2 * n + 1] = x[2 * n];
            y[0] = counts.bottom();
            y[2 * n + 1] = counts.bottom();
            g.strokePolyline(x, y, x.length);
        }
    }

    private void stems(LevelBars bars, double width) {
        for (int bar = 0; bar < bars.bars(); bar++) {
            double value = bars.levels()[bar];
            boolean wide = (bars.upperEdge(bar) - bars.lowerEdge(bar)) * axis.pixelsPerUnit() >= LEAST_STEM_PIXELS;
            if (wide && axis.window().contains(value) && bars.counts()[bar] > 0) {
                double x = crisp(axis.x(value));
                double y = counts.y(bars.count(bar, width));
                g.setFill(colour(Role.QUANTIZED, 0.5));
                vertical(x, y, counts.bottom());
                g.setFill(colour(Role.QUANTIZED));
                g.fillOval(x - 2.5, y - 2.5, 5, 5);
            }
        }
    }

    /** Bars that do not fit, such as those of the clipped values, say how many values they hold. */
    private void cutOff(LevelBars bars, double width) {
        g.setFill(colour(Role.QUANTIZED));
        g.setTextBaseline(VPos.CENTER);
        double free = Double.NEGATIVE_INFINITY;
        for (int bar = 0; bar < bars.bars(); bar++) {
            double x = (axis.clampedX(bars.lowerEdge(bar)) + axis.clampedX(bars.upperEdge(bar))) / 2;
            if (bars.count(bar, width) > counts.greatest() && x > free) {
                double y = counts.top() + 4;
                g.fillPolygon(new double[] {x - 4, x, x + 4}, new double[] {y + 5, y - 1, y + 5}, 3);
                boolean leftwards = x > axis.right() - 60;
                g.setTextAlign(leftwards ? TextAlignment.RIGHT : TextAlignment.LEFT);
                haloed(CountAxis.label(bars.counts()[bar]), x + (leftwards ? -8 : 8), y + 3);
                free = x + 56;
            }
        }
    }

    /** A text that stays readable on outlines. */
    private void haloed(String text, double x, double y) {
        g.setStroke(colour(Role.SURFACE));
        g.setLineWidth(4);
        g.strokeText(text, x, y);
        g.fillText(text, x, y);
    }

    private void outside() {
        values.reach().ifPresent(reach -> {
            shade(axis.left(), axis.clampedX(reach.min()), reach.min());
            shade(axis.clampedX(reach.max()), axis.right(), reach.max());
        });
    }

    private void shade(double from, double to, double edge) {
        if (to - from < 1) {
            return;
        }
        g.setFill(colour(Role.CLIPPED, 0.07));
        g.fillRect(Math.round(from), counts.top(), Math.round(to) - Math.round(from), counts.height());
        g.setFill(hatch());
        g.fillRect(Math.round(from), counts.top(), Math.round(to) - Math.round(from), counts.height());
        if (axis.window().contains(edge)) {
            g.setFill(colour(Role.MUTED));
            for (double y = counts.top(); y < counts.bottom(); y += DASH) {
                vertical(axis.x(edge), y, Math.min(counts.bottom(), y + 4));
            }
        }
    }

    /** Hatching as a repeated gradient: a tenth of the cost of lines. */
    private Paint hatch() {
        Color line = colour(Role.CLIPPED, 0.24);
        Color none = colour(Role.CLIPPED, 0);
        return new LinearGradient(
                0,
                0,
                HATCH,
                HATCH,
                false,
                CycleMethod.REPEAT,
                new Stop(0, none),
                new Stop(0.66, none),
                new Stop(0.78, line),
                new Stop(0.86, line),
                new Stop(1, none));
    }

    private void ground() {
        g.setFill(colour(Role.MUTED));
        g.fillRect(axis.left(), Math.floor(counts.bottom()), axis.width(), 1);
    }

    private void valueLabels() {
        AxisTicks ticks = AxisTicks.within(
                axis.window().low(), axis.window().high(), Math.max(2, (int) (axis.width() / PIXELS_A_LABEL)));
        g.setTextBaseline(VPos.TOP);
        g.setTextAlign(TextAlignment.CENTER);
        g.setFill(colour(Role.MUTED));
        double top = counts.bottom() + GridPainter.HEIGHT;
        for (double tick : ticks.values()) {
            double x = crisp(axis.x(tick));
            vertical(x, top, top + 3);
            g.fillText(ticks.label(tick), x, top + 5);
        }
    }

    private Color colour(Role role) {
        return palette.colour(role);
    }

    private Color colour(Role role, double opacity) {
        return colour(role).deriveColor(0, 1, 1, opacity);
    }

    /** A line one pixel wide: a filled rectangle costs a fraction of a stroke. */
    private void vertical(double x, double top, double bottom) {
        g.fillRect(Math.floor(x), top, 1, bottom - top);
    }

    private static double crisp(double pixel) {
        return Math.floor(pixel) + 0.5;
    }
}
