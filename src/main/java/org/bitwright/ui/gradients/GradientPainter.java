package org.bitwright.ui.gradients;

import java.util.Optional;
import javafx.geometry.VPos;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.paint.Color;
import javafx.scene.text.TextAlignment;
import org.bitwright.training.GradientRounding;
import org.bitwright.training.GradientStatistics;
import org.bitwright.ui.common.CountAxis;
import org.bitwright.ui.common.Palette;
import org.bitwright.ui.common.Palette.Role;
import org.bitwright.ui.common.PlotFrame;
import org.bitwright.ui.common.Texts;

/**
 * Draws how the values of a gradient are spread, what rounding makes of them, and the grid below the ground line; behind
 * them the band of values that rounding to the nearest makes 0.
 */
final class GradientPainter {
    private static final double GRID_BAND = 11;
    private static final double HEADROOM = 1.16;
    private static final double MARGIN = 1.03;
    private static final double FLOAT_OPACITY = 0.8;
    private static final double LEAST_TICK_PIXELS = 3;
    private static final double LEAST_STEM_PIXELS = 14;

    private final GraphicsContext g;
    private final Palette palette;
    private final GradientStatistics gradient;
    private final Optional<GradientRounding> rounding;
    private final Optional<GradientLevels> levels;
    private final PlotFrame frame;
    private final CountAxis counts;

    /** @param zoom part of ±max|g| that is in view, 0…1 */
    GradientPainter(
            GraphicsContext g,
            Palette palette,
            GradientStatistics gradient,
            Optional<GradientRounding> rounding,
            double zoom,
            boolean log,
            double width,
            double height) {
        this.g = g;
        this.palette = palette;
        this.gradient = gradient;
        this.rounding = rounding.filter(any -> gradient.step() > 0);
        levels = this.rounding
                .filter(how -> hasHistogram() && GradientLevels.canBeDrawn(gradient, how))
                .map(how -> GradientLevels.of(gradient, how));
        double end = gradient.maxAbs() > 0 ? gradient.maxAbs() * zoom * MARGIN : 1;
        PlotFrame whole = PlotFrame.of(width, height, g.getFont().getSize(), -end, end, 0, 1);
        frame = new PlotFrame(
                whole.x(),
                whole.y(),
                whole.width(),
                Math.max(1, whole.height() - GRID_BAND),
                whole.low(),
                whole.high(),
                0,
                1);
        counts = new CountAxis(Math.max(1, most()) * HEADROOM, log, frame.y(), frame.height());
    }

    PlotFrame frame() {
        return frame;
    }

    Optional<GradientLevels> levels() {
        return levels;
    }

    private long most() {
        long most = 0;
        for (long count : gradient.histogram()) {
            most = Math.max(most, count);
        }
        return most;
    }

    /** Not of every epoch that is over. */
    private boolean hasHistogram() {
        return gradient.histogram().length > 0;
    }

    private double binWidth() {
        return 2 * gradient.maxAbs() / gradient.histogram().length;
    }

    void paint() {
        rounding.filter(how -> !how.stochastic()).ifPresent(how -> zeroBand());
        if (hasHistogram()) {
            heights();
        } else {
            g.setTextAlign(TextAlignment.CENTER);
            g.setTextBaseline(VPos.CENTER);
            g.setFill(palette.colour(Role.MUTED));
            g.fillText(
                    Texts.get("gradients.noHistogram"), frame.x() + frame.width() / 2, frame.y() + frame.height() / 2);
        }
        g.setFill(palette.colour(Role.MUTED));
        g.fillRect(frame.x(), Math.floor(frame.floor()), frame.width(), 1);
        rounding.ifPresent(this::ticks);
        axis();
        frame.nameY(g, palette, Texts.get("gradients.axis.values"));
    }

    private void heights() {
        counts.ticks().forEach(count -> frame.ruleY(g, palette, counts.y(count), CountAxis.label(count)));
        values();
        levels.ifPresent(this::rounded);
    }

    private void axis() {
        PlotFrame below = new PlotFrame(
                frame.x(), frame.y(), frame.width(), frame.height() + GRID_BAND, frame.low(), frame.high(), 0, 1);
        below.labelX(g, palette, Texts.get("gradients.axis.gradient"));
    }

    /** Where rounding to the nearest gives 0. */
    private void zeroBand() {
        double left = frame.insideX(-gradient.step() / 2);
        double right = frame.insideX(gradient.step() / 2);
        if (right - left >= LEAST_TICK_PIXELS) {
            g.setFill(colour(Role.CLIPPED, 0.12));
            g.fillRect(left, frame.y(), right - left, frame.height());
        }
    }

    private void values() {
        long[] bins = gradient.histogram();
        g.setFill(colour(Role.WEIGHTS, FLOAT_OPACITY));
        for (int bin = 0; bin < bins.length; bin++) {
            double from = -gradient.maxAbs() + bin * binWidth();
            double left = Math.round(frame.insideX(from));
            double right = Math.round(frame.insideX(from + binWidth()));
            if (bins[bin] > 0 && right > left) {
                g.fillRect(left, counts.y(bins[bin]), right - left, counts.bottom() - counts.y(bins[bin]));
            }
        }
    }

    /** As high as their density, so that they can be held against the values however wide the steps are. */
    private void rounded(GradientLevels shown) {
        double pixels = shown.step() / (frame.high() - frame.low()) * frame.width();
        if (pixels < LEAST_TICK_PIXELS) {
            return;
        }
        g.setStroke(palette.colour(Role.QUANTIZED));
        g.setLineWidth(1.6);
        for (int from = 0; from < shown.counts().length; ) {
            int to = from;
            while (to < shown.counts().length && stands(shown, to)) {
                to++;
            }
            outline(shown, from, to);
            from = Math.max(to, from + 1);
        }
        if (pixels >= LEAST_STEM_PIXELS) {
            stems(shown);
        }
    }

    private double top(GradientLevels shown, int level) {
        return counts.y(shown.counts()[level] * binWidth() / shown.step());
    }

    /** Hardly ever a value is expected at some levels. */
    private boolean stands(GradientLevels shown, int level) {
        return top(shown, level) < counts.bottom() - 0.5;
    }

    private void outline(GradientLevels shown, int from, int to) {
        int n = to - from;
        if (n == 0) {
            return;
        }
        double[] x = new double[2 * n + 2];
        double[] y = new double[2 * n + 2];
        for (int i = 0; i < n; i++) {
            double level = shown.level(from + i);
            x[2 * i + 1] = frame.insideX(level - shown.step() / 2);
            x[2 * i + 2] = frame.insideX(level + shown.step() / 2);
            y[2 * i + 1] = top(shown, from + i);
            y[2 * i + 2] = y[2 * i + 1];
        }
        x[0] = x[1];
        x[2 * n + 1] = x[2 * n];
        y[0] = counts.bottom();
        y[2 * n + 1] = counts.bottom();
        g.strokePolyline(x, y, x.length);
    }

    private void stems(GradientLevels shown) {
        for (int i = 0; i < shown.counts().length; i++) {
            double level = shown.level(i);
            if (stands(shown, i) && level >= frame.low() && level <= frame.high()) {
                double x = Math.floor(frame.atX(level)) + 0.5;
                double y = top(shown, i);
                g.setFill(colour(Role.QUANTIZED, 0.5));
                g.fillRect(Math.floor(x), y, 1, counts.bottom() - y);
                g.setFill(palette.colour(Role.QUANTIZED));
                g.fillOval(x - 2.5, y - 2.5, 5, 5);
            }
        }
    }

    /** One tick a level below the ground line; a bar where they run together. */
    private void ticks(GradientRounding how) {
        int side = GradientLevels.side(how);
        double top = frame.floor() + 3;
        g.setFill(colour(Role.QUANTIZED, 0.45));
        if (gradient.step() / (frame.high() - frame.low()) * frame.width() < LEAST_TICK_PIXELS) {
            double left = frame.insideX(-side * gradient.step());
            g.fillRect(left, top + 1, Math.max(1, frame.insideX(side * gradient.step()) - left), 4);
            return;
        }
        int seen = (int) Math.min(side, Math.floor(frame.high() / gradient.step()));
        g.setFill(palette.colour(Role.QUANTIZED));
        for (int level = -seen; level <= seen; level++) {
            g.fillRect(Math.floor(frame.atX(level * gradient.step())), top, 1, level == 0 ? 8 : 5);
        }
    }

    private Color colour(Role role, double opacity) {
        return palette.colour(role).deriveColor(0, 1, 1, opacity);
    }
}
