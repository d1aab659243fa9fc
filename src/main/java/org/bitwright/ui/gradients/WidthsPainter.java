package org.bitwright.ui.gradients;

import java.util.List;
import javafx.geometry.VPos;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.text.Font;
import javafx.scene.text.TextAlignment;
import org.bitwright.export.AccuracyAxes;
import org.bitwright.export.AccuracyMark;
import org.bitwright.export.GradientWidth;
import org.bitwright.ui.common.AccuracyLinesPainter;
import org.bitwright.ui.common.Numbers;
import org.bitwright.ui.common.Palette;
import org.bitwright.ui.common.Palette.Role;
import org.bitwright.ui.common.Texts;

/** Draws accuracy against the width of gradients, full precision as a dashed line with its interval behind all. */
final class WidthsPainter {
    private static final double INTERVAL_OPACITY = 0.12;

    private final GraphicsContext g;
    private final Palette palette;
    private final AccuracyAxes axes;
    private final AccuracyLinesPainter painter;
    private final WidthsViewModel model;
    private final double em;

    WidthsPainter(GraphicsContext g, Font font, Palette palette, AccuracyAxes axes, WidthsViewModel model) {
        this.g = g;
        this.palette = palette;
        this.axes = axes;
        this.model = model;
        painter = new AccuracyLinesPainter(g, font, palette, axes);
        em = font.getSize();
    }

    void paint() {
        model.full().ifPresent(this::interval);
        painter.percentRules();
        accuracyName();
        painter.bitsAxis(Texts.get("twins.bits"));
        List<List<AccuracyMark>> lines =
                model.lines().values().stream().map(WidthsPainter::marks).toList();
        for (int i = 0; i < lines.size(); i++) {
            painter.band(lines.get(i), i);
        }
        model.full().ifPresent(this::full);
        for (int i = 0; i < lines.size(); i++) {
            painter.line(lines.get(i), i);
        }
        model.cursor()
                .point()
                .ifPresent(width ->
                        painter.ring(x(axes, width), axes.y(width.accuracy().top1())));
    }

    private static List<AccuracyMark> marks(List<GradientWidth> line) {
        return line.stream().map(GradientWidth::mark).toList();
    }

    /** Where full precision stands may be anywhere along the axis: it is a line. */
    static double x(AccuracyAxes axes, GradientWidth width) {
        return width.rounding().isPresent() ? axes.x(width.bits()) : axes.right();
    }

    private void interval(GradientWidth width) {
        double high = axes.y(width.accuracy().high());
        g.setFill(palette.colour(Role.FLOAT_LINE).deriveColor(0, 1, 1, INTERVAL_OPACITY));
        g.fillRect(axes.left(), high, axes.width(), axes.y(width.accuracy().low()) - high);
    }

    private void accuracyName() {
        g.setTextBaseline(VPos.TOP);
        g.setTextAlign(TextAlignment.LEFT);
        g.setFill(palette.colour(Role.TEXT));
        g.fillText(Texts.get("sweep.accuracy"), 2, 0);
    }

    private void full(GradientWidth width) {
        painter.dashed(width.accuracy().top1());
        // Out of the interval, where the other lines run.
        double low = axes.y(width.accuracy().low());
        boolean below = low < axes.bottom() - 1.6 * em;
        String name =
                Texts.get("twins.full") + " " + Numbers.percent(width.accuracy().top1());
        painter.dashedName(
                name,
                axes.right() - 4,
                below ? low + 3 : axes.y(width.accuracy().high()) - 3,
                below);
    }
}
