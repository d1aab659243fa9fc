package org.bitwright.ui.training;

import java.util.function.ToDoubleFunction;
import javafx.geometry.VPos;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.paint.Color;
import javafx.scene.text.Font;
import javafx.scene.text.Text;
import javafx.scene.text.TextAlignment;
import org.bitwright.export.AxisTicks;
import org.bitwright.export.CurveAxes;
import org.bitwright.training.EpochRecord;
import org.bitwright.training.StepReport;
import org.bitwright.ui.common.MarkerPainter;
import org.bitwright.ui.common.Palette;
import org.bitwright.ui.common.Palette.Role;
import org.bitwright.ui.common.Texts;

/** Draws one picture of the curves. */
final class CurvePainter {
    private static final double RADIUS = 3.4;
    /** Markers nearer to each other than this hide the line. */
    private static final double ROOM_FOR_MARKERS = 9;

    private static final double RING = 6.5;
    private static final double SWATCH = 19;
    private static final double LIVE_OPACITY = 0.45;

    private final GraphicsContext g;
    private final Palette palette;
    private final CurveAxes axes;
    private final CurvesViewModel model;
    private final CurveKind kind;
    private final double em;

    CurvePainter(GraphicsContext g, Font font, Palette palette, CurveAxes axes, CurvesViewModel model, CurveKind kind) {
        this.g = g;
        this.palette = palette;
        this.axes = axes;
        this.model = model;
        this.kind = kind;
        em = font.getSize();
        g.setFont(font);
    }

    void paint() {
        valueAxis();
        if (kind == CurveKind.LOSS) {
            kinds();
        }
        epochAxis();
        hairline();
        for (int i = 0; i < model.curves().size(); i++) {
            live(model.curves().get(i), palette.series(i));
        }
        for (int i = 0; i < model.curves().size(); i++) {
            Curve curve = model.curves().get(i);
            g.setStroke(palette.series(i));
            g.setLineWidth(1.6);
            g.setLineDashes(5, 4);
            line(curve, kind::training);
            g.setLineDashes();
            g.setLineWidth(2);
            line(curve, kind::validation);
            markers(curve, i);
        }
        model.together().forEach(this::ring);
    }

    private void valueAxis() {
        int most = (int) Math.max(2, Math.min(8, axes.height() / (1.9 * em)));
        g.setTextBaseline(VPos.CENTER);
        g.setTextAlign(TextAlignment.RIGHT);
        g.setLineWidth(1);
        for (double value : axes.valueTicks(most)) {
            double y = crisp(axes.y(value));
            g.setStroke(palette.colour(Role.AXIS));
            g.strokeLine(axes.left(), y, axes.right(), y);
            g.setFill(palette.colour(Role.MUTED));
            g.fillText(axes.label(value, most), axes.left() - 7, y);
        }
        g.setTextAlign(TextAlignment.LEFT);
        g.setFill(palette.colour(Role.TEXT));
        g.fillText(Texts.get("curves.axis." + kind.name()), 4, axes.top() - 1.1 * em);
    }

    /** Tells the lines of training from those of validation. */
    private void kinds() {
        double y = axes.top() - 1.1 * em;
        double x = axes.right();
        if (model.points().stream().anyMatch(point -> point.epoch().validation().isPresent())) {
            x = kind(Texts.get("curves.validation"), x, y) - em;
        }
        g.setLineDashes(5, 4);
        kind(Texts.get("curves.training"), x, y);
        g.setLineDashes();
    }

    /** @return left edge of what was drawn */
    private double kind(String name, double right, double y) {
        Text measured = new Text(name);
        measured.setFont(g.getFont());
        double left = right - measured.getLayoutBounds().getWidth();
        g.setTextAlign(TextAlignment.LEFT);
        g.setFill(palette.colour(Role.MUTED));
        g.fillText(name, left, y);
        g.setStroke(palette.colour(Role.MUTED));
        g.setLineWidth(1.6);
        double end = left - 0.4 * em;
        g.strokeLine(end - SWATCH, crisp(y), end, crisp(y));
        return end - SWATCH;
    }

    private void epochAxis() {
        AxisTicks ticks = axes.epochTicks((int) Math.max(2, axes.width() / (2.6 * em)));
        g.setTextBaseline(VPos.TOP);
        g.setTextAlign(TextAlignment.CENTER);
        g.setFill(palette.colour(Role.MUTED));
        for (double epoch : ticks.values()) {
            g.fillText(ticks.label(epoch), axes.x(epoch), axes.bottom() + 5);
        }
        g.setTextAlign(TextAlignment.RIGHT);
        g.setFill(palette.colour(Role.TEXT));
        g.fillText(Texts.get("curves.epoch"), axes.right(), axes.bottom() + 6 + 1.05 * em);
    }

    private void hairline() {
        model.cursor().point().ifPresent(point -> {
            double x = crisp(axes.x(point.epoch().epoch()));
            g.setStroke(palette.colour(Role.MUTED));
            g.setLineWidth(1);
            g.strokeLine(x, axes.top(), x, axes.bottom());
        });
    }

    /** What was heard within epochs, faint. */
    private void live(Curve curve, Color colour) {
        g.setStroke(colour.deriveColor(0, 1, 1, LIVE_OPACITY));
        g.setLineWidth(1);
        boolean drawn = false;
        g.beginPath();
        for (StepReport report : curve.steps()) {
            double value = kind.step(report);
            boolean shown = axes.shows(value);
            if (shown) {
                double x = axes.x(report.epoch() - 1 + (double) report.step() / report.steps());
                to(drawn, x, axes.y(value));
            }
            drawn = shown;
        }
        g.stroke();
    }

    /** A value that has no place breaks the line. */
    private void line(Curve curve, ToDoubleFunction<EpochRecord> value) {
        boolean drawn = false;
        g.beginPath();
        for (EpochRecord epoch : curve.epochs()) {
            double y = value.applyAsDouble(epoch);
            boolean shown = axes.shows(y);
            if (shown) {
                to(drawn, axes.x(epoch.epoch()), axes.y(y));
            }
            drawn = shown;
        }
        g.stroke();
    }

    private void to(boolean onwards, double x, double y) {
        if (onwards) {
            g.lineTo(x, y);
        } else {
            g.moveTo(x, y);
        }
    }

    private void markers(Curve curve, int series) {
        boolean room = axes.width() / axes.epochs() >= ROOM_FOR_MARKERS;
        for (EpochRecord epoch : curve.epochs()) {
            double value = kind.marked(epoch);
            boolean best = epoch.epoch() == curve.best();
            if (!axes.shows(value) || !room && !best) {
                continue;
            }
            MarkerPainter.paint(
                    g,
                    series,
                    axes.x(epoch.epoch()),
                    axes.y(value),
                    RADIUS,
                    palette.series(series),
                    palette.colour(Role.SURFACE),
                    true);
            if (best) {
                circle(axes.x(epoch.epoch()), axes.y(value), palette.series(series));
            }
        }
    }

    private void ring(CurvePoint point) {
        double value = kind.marked(point.epoch());
        if (axes.shows(value)) {
            circle(axes.x(point.epoch().epoch()), axes.y(value), palette.colour(Role.TEXT));
        }
    }

    private void circle(double x, double y, Color colour) {
        g.setStroke(colour);
        g.setLineWidth(1.6);
        g.strokeOval(x - RING, y - RING, 2 * RING, 2 * RING);
    }

    private static double crisp(double pixel) {
        return Math.floor(pixel) + 0.5;
    }
}
