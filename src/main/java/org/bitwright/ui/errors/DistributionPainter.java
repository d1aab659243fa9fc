package org.bitwright.ui.errors;

import javafx.geometry.VPos;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.paint.Color;
import javafx.scene.text.TextAlignment;
import org.bitwright.quant.ErrorHistogram;
import org.bitwright.ui.common.Numbers;
import org.bitwright.ui.common.Palette;
import org.bitwright.ui.common.Palette.Role;
import org.bitwright.ui.common.PlotFrame;
import org.bitwright.ui.common.Texts;

/**
 * Draws how often each error occurs: rounding and, on top of it, clipping; behind them the band of ±½ step in which
 * rounding to the nearest stays, and the height at which its errors would be spread evenly.
 */
final class DistributionPainter {
    private static final double HEADROOM = 1.14;
    private static final double MARGIN = 1.06;
    /** On a logarithmic axis a single value must stand above the ground line. */
    private static final double LOG_FLOOR = 0.5;

    private static final double DASH = 7;

    /** Height of a line of counts at the sides, in em. */
    private static final double LINE = 1.3;

    /** In em what bars must have below them; else there is no room for counts. */
    private static final double LEAST_BARS = 2.5;

    private final GraphicsContext g;
    private final Palette palette;
    private final ErrorPicture picture;
    private final ErrorHistogram histogram;
    private final boolean log;
    private final PlotFrame frame;
    private final int lines;

    DistributionPainter(
            GraphicsContext g, Palette palette, ErrorPicture picture, boolean log, double width, double height) {
        this.g = g;
        this.palette = palette;
        this.picture = picture;
        this.histogram = picture.histogram();
        this.log = log;
        double em = g.getFont().getSize();
        double most = Math.max(1, histogram.most());
        double top = onAxis(most * HEADROOM);
        double end = histogram.limit() * MARGIN;
        PlotFrame whole = PlotFrame.of(width, height, em, -end, end, 0, top);
        lines = beyondLines(whole, em);
        // the counts stand above all bars
        double bars = whole.height() - 3 - lines * LINE * em;
        frame = lines == 0
                ? whole
                : PlotFrame.of(width, height, em, -end, end, 0, onAxis(most) * whole.height() / bars);
    }

    /** How many lines the counts of what lies beyond the picture take. */
    private int beyondLines(PlotFrame whole, double em) {
        if (histogram.below() == 0 && histogram.above() == 0) {
            return 0;
        }
        double words = PlotFrame.widthOf(g, below()) + PlotFrame.widthOf(g, above());
        int wanted = words + em > whole.width() ? 2 : 1;
        return whole.height() < (LEAST_BARS + LINE * wanted) * em ? 0 : wanted;
    }

    private String below() {
        return histogram.below() == 0 ? "" : "◂ " + Numbers.count(histogram.below());
    }

    private String above() {
        return histogram.above() == 0 ? "" : Numbers.count(histogram.above()) + " ▸";
    }

    private double onAxis(double count) {
        return log ? Math.log(count / LOG_FLOOR) : count;
    }

    PlotFrame frame() {
        return frame;
    }

    void paint() {
        picture.step().ifPresent(this::band);
        rules();
        bars();
        picture.step().ifPresent(this::evenSpread);
        zero();
        frame.labelX(g, palette, ErrorTexts.errorAxis(histogram.unit()));
        frame.nameY(g, palette, Texts.get("errors.axis.weights"));
        beyond();
    }

    private double y(double count) {
        return frame.insideY(log && count <= LOG_FLOOR ? 0 : onAxis(count));
    }

    private void rules() {
        if (!log) {
            int most = Math.max(2, (int) (frame.height() / 34));
            org.bitwright.export.AxisTicks.within(0, frame.top(), most).values().stream()
                    .filter(count -> count == Math.rint(count))
                    .forEach(count -> frame.ruleY(g, palette, y(count), ErrorTexts.shortCount(count)));
            return;
        }
        double free = Double.POSITIVE_INFINITY;
        for (double count = 1; count <= histogram.most(); count *= 10) {
            if (y(count) < free) {
                frame.ruleY(g, palette, y(count), ErrorTexts.shortCount(count));
                free = y(count) - 1.3 * g.getFont().getSize();
            }
        }
    }

    private void band(double step) {
        double left = frame.insideX(-step / 2);
        double right = frame.insideX(step / 2);
        g.setFill(colour(Role.WEIGHTS, 0.22));
        g.fillRect(left, frame.y(), right - left, frame.height());
        g.setFill(palette.colour(Role.MUTED));
        for (double edge : new double[] {-step / 2, step / 2}) {
            if (edge > frame.low() && edge < frame.high()) {
                dashed(frame.atX(edge));
            }
        }
        g.setTextBaseline(VPos.TOP);
        g.setTextAlign(TextAlignment.CENTER);
        g.fillText(Texts.get("errors.band"), frame.atX(0), 0);
    }

    private void dashed(double x) {
        for (double y = frame.y(); y < frame.floor(); y += DASH) {
            g.fillRect(Math.floor(x), y, 1, Math.min(4, frame.floor() - y));
        }
    }

    private void bars() {
        for (int bin = 0; bin < histogram.bins(); bin++) {
            long count = histogram.counts()[bin];
            if (count == 0) {
                continue;
            }
            double left = Math.round(frame.atX(histogram.edge(bin)));
            double right = Math.round(frame.atX(histogram.edge(bin + 1)));
            double gap = right - left > 4 ? 1 : 0;
            double top = y(count);
            double middle = y(count - histogram.clipped()[bin]);
            g.setFill(palette.colour(Role.CLIPPED));
            g.fillRect(left, top, Math.max(1, right - left - gap), middle - top);
            g.setFill(palette.colour(Role.ROUNDING));
            g.fillRect(left, middle, Math.max(1, right - left - gap), frame.floor() - middle);
        }
    }

    /** Where all bins would end if rounding errors were spread evenly over ±½ step. */
    private void evenSpread(double step) {
        long rounded = picture.error().count() - picture.error().clipped();
        double count = rounded * histogram.binWidth() / step;
        double left = frame.insideX(-step / 2);
        double right = frame.insideX(step / 2);
        if (count <= 0 || y(count) <= frame.y() || right - left < 3) {
            return;
        }
        g.setFill(palette.colour(Role.TEXT));
        for (double x = left; x < right; x += DASH) {
            g.fillRect(x, Math.floor(y(count)), Math.min(4, right - x), 1.5);
        }
    }

    private void zero() {
        g.setFill(palette.colour(Role.FLOAT_LINE));
        g.fillRect(Math.floor(frame.atX(0)), frame.floor(), 1, 8);
    }

    /** What lies beyond a zoomed picture, in numbers at its sides. */
    private void beyond() {
        if (lines == 0) {
            return;
        }
        g.setTextBaseline(VPos.TOP);
        g.setFill(palette.colour(Role.CLIPPED));
        double y = frame.y() + 3;
        g.setTextAlign(TextAlignment.LEFT);
        g.fillText(below(), frame.x() + 3, y);
        g.setTextAlign(TextAlignment.RIGHT);
        g.fillText(
                above(), frame.right() - 3, lines > 1 ? y + LINE * g.getFont().getSize() : y);
    }

    private Color colour(Role role, double opacity) {
        return palette.colour(role).deriveColor(0, 1, 1, opacity);
    }
}
