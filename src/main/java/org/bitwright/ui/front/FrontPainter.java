package org.bitwright.ui.front;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import javafx.geometry.BoundingBox;
import javafx.geometry.Bounds;
import javafx.geometry.VPos;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.paint.Color;
import javafx.scene.text.Font;
import javafx.scene.text.TextAlignment;
import org.bitwright.analysis.Accuracy;
import org.bitwright.ui.common.Numbers;
import org.bitwright.ui.common.Palette;
import org.bitwright.ui.common.Palette.Role;
import org.bitwright.ui.common.Texts;

/** Draws one picture of size against accuracy. */
final class FrontPainter {
    /** Height of the plot, in font sizes, from which the name of its axis fits beside it. */
    private static final double ROOM_FOR_NAME = 9.5;

    private static final double RING = 8;
    private static final double WHISKER_OPACITY = 0.35;
    /** More points than these have their interval drawn on the front alone. */
    private static final int MOST_WHISKERS = 60;

    private final GraphicsContext g;
    private final Palette palette;
    private final FrontAxes axes;
    private final FrontChartViewModel model;
    private final FrontMarks marks;
    private final List<FrontPoint> front;
    private final List<Bounds> labels = new ArrayList<>();
    private final double em;

    FrontPainter(GraphicsContext g, Font font, Palette palette, FrontAxes axes, FrontChartViewModel model) {
        this.g = g;
        this.palette = palette;
        this.axes = axes;
        this.model = model;
        marks = new FrontMarks(g, palette);
        front = model.front();
        em = font.getSize();
        g.setFont(font);
    }

    void paint() {
        scoreAxis();
        costAxis();
        g.save();
        g.beginPath();
        g.rect(axes.left(), axes.top() - 4, axes.width(), axes.height() + 8);
        g.clip();
        model.floatingProperty().get().ifPresent(this::floatLine);
        model.points().forEach(this::whisker);
        frontLine();
        List<FrontPoint> drawn = drawnLast();
        model.points().stream()
                .filter(axes::isBelow)
                .forEach(point -> marks.below(point, axes.x(point), axes.bottom()));
        drawn.forEach(point -> marks.paint(point, axes.x(point), axes.y(point)));
        g.restore();
        model.floatingProperty().get().ifPresent(this::floatLabel);
        drawn.stream().filter(model::isPresent).filter(FrontPoint::isFull).forEach(this::present);
        widths();
        model.cursor().point().filter(axes::shows).ifPresent(this::ring);
    }

    /** What a search tries lies under what was measured, and that under the front. */
    private List<FrontPoint> drawnLast() {
        return model.points().stream()
                .filter(axes::shows)
                .sorted(Comparator.comparing(FrontPoint::isFull)
                        .thenComparing(point -> point.uniformBits().isPresent())
                        .thenComparing(front::contains))
                .toList();
    }

    private void scoreAxis() {
        g.setTextBaseline(VPos.CENTER);
        g.setTextAlign(TextAlignment.RIGHT);
        g.setLineWidth(1);
        double free = Double.POSITIVE_INFINITY;
        int most = (int) Math.max(2, axes.height() / (2.4 * em));
        for (FrontScale.Tick tick :
                axes.scores().ticks(axes.window().low(), axes.window().high(), most)) {
            double y = crisp(axes.yAt(tick.position()));
            g.setStroke(palette.colour(Role.AXIS));
            g.strokeLine(axes.left(), y, axes.right(), y);
            if (y <= free) {
                g.setFill(palette.colour(Role.MUTED));
                g.fillText(tick.label(), axes.left() - 8, y);
                free = y - 1.2 * em;
            }
        }
        if (axes.height() < ROOM_FOR_NAME * em) {
            return;
        }
        g.save();
        g.translate(1.1 * em, axes.top() + axes.height() / 2);
        g.rotate(-90);
        g.setTextAlign(TextAlignment.CENTER);
        g.setFill(palette.colour(Role.TEXT));
        g.fillText(FrontTexts.scoreAxis(model), 0, 0);
        g.restore();
    }

    private void costAxis() {
        g.setTextBaseline(VPos.TOP);
        g.setTextAlign(TextAlignment.CENTER);
        double free = axes.left();
        int most = (int) Math.max(2, axes.width() / (6 * em));
        double y = crisp(axes.bottom());
        g.setStroke(palette.colour(Role.AXIS));
        g.setLineWidth(1);
        g.strokeLine(axes.left(), y, axes.right(), y);
        g.setFill(palette.colour(Role.MUTED));
        for (FrontScale.Tick tick :
                axes.scale().ticks(axes.window().left(), axes.window().right(), most)) {
            double x = axes.x(tick.position());
            double half = 0.3 * em * tick.label().length();
            if (x - half >= free - half) {
                g.strokeLine(crisp(x), y, crisp(x), y + 4);
                g.fillText(tick.label(), x, axes.bottom() + 7);
                free = x + 2 * half + 0.8 * em;
            }
        }
        g.setFill(palette.colour(Role.TEXT));
        g.fillText(
                Texts.get("front.axis." + axes.scale().name()),
                (axes.left() + axes.right()) / 2,
                axes.bottom() + 11 + em);
    }

    private void floatLine(Accuracy accuracy) {
        double y = crisp(axes.y(accuracy.top1()));
        if (accuracy.samples() == 0 || y < axes.top() || y > axes.bottom()) {
            return;
        }
        g.setStroke(palette.colour(Role.FLOAT_LINE));
        g.setLineWidth(1.4);
        g.setLineDashes(6, 4);
        g.strokeLine(axes.left(), y, axes.right(), y);
        g.setLineDashes();
    }

    private void floatLabel(Accuracy accuracy) {
        double y = crisp(axes.y(accuracy.top1()));
        if (accuracy.samples() == 0 || y < axes.top() || y > axes.bottom()) {
            return;
        }
        boolean below = y < axes.top() + 1.6 * em;
        g.setTextAlign(TextAlignment.LEFT);
        g.setTextBaseline(below ? VPos.TOP : VPos.BOTTOM);
        haloed(
                Texts.get("sweep.float") + " " + Numbers.percent(accuracy.top1()),
                axes.left() + 4,
                y + (below ? 4 : -4),
                palette.colour(Role.FLOAT_LINE));
    }

    private void whisker(FrontPoint point) {
        boolean few = model.points().size() <= MOST_WHISKERS && point.isFull();
        if (!axes.shows(point) || point.score().samples() == 0 || !few && !front.contains(point)) {
            return;
        }
        double x = axes.x(point);
        g.setStroke(marks.colour(point).deriveColor(0, 1, 1, WHISKER_OPACITY));
        g.setLineWidth(2);
        g.strokeLine(x, axes.y(point.score().high()), x, axes.y(point.score().low()));
    }

    /** At any size the best that fits: level to the next point, then up to it. */
    private void frontLine() {
        g.setStroke(palette.series(0));
        g.setLineWidth(1.6);
        for (int i = 0; i < front.size(); i++) {
            double x = axes.x(front.get(i));
            double y = axes.y(front.get(i));
            double next = i + 1 < front.size() ? axes.x(front.get(i + 1)) : axes.right();
            g.strokeLine(x, y, next, y);
            if (i + 1 < front.size()) {
                g.strokeLine(next, y, next, axes.y(front.get(i + 1)));
            }
        }
    }

    /** The widths of uniform configurations where there is room, the best first. */
    private void widths() {
        g.setTextAlign(TextAlignment.CENTER);
        g.setTextBaseline(VPos.TOP);
        model.points().stream()
                .filter(point -> point.isFull() && axes.shows(point))
                .filter(point -> point.uniformBits().isPresent())
                .sorted(Comparator.comparingDouble(point -> -point.score().top1()))
                .forEach(this::width);
    }

    private void width(FrontPoint point) {
        String text =
                Texts.get("widths.bits", String.valueOf(point.uniformBits().orElseThrow()));
        double half = 0.3 * em * text.length();
        double x = Math.max(axes.left() + half, Math.min(axes.right() - half, axes.x(point)));
        double below = axes.y(point) + 8;
        double y = below + em > axes.bottom() ? axes.y(point) - 9 - em : below;
        Bounds box = new BoundingBox(x - half, y, 2 * half, em);
        if (labels.stream().noneMatch(box::intersects)) {
            labels.add(box);
            haloed(text, x, y, palette.series(1));
        }
    }

    private void present(FrontPoint point) {
        double x = axes.x(point);
        double y = axes.y(point);
        marks.present(x, y);
        boolean leftwards = x > axes.right() - 5 * em;
        g.setTextAlign(leftwards ? TextAlignment.RIGHT : TextAlignment.LEFT);
        g.setTextBaseline(VPos.BOTTOM);
        haloed(Texts.get("sweep.present"), x + (leftwards ? -8 : 8), y - 7, palette.colour(Role.PRESENT));
    }

    /** A text that stays readable on markers. */
    private void haloed(String text, double x, double y, Color colour) {
        g.setStroke(palette.colour(Role.SURFACE));
        g.setLineWidth(3);
        g.strokeText(text, x, y);
        g.setFill(colour);
        g.fillText(text, x, y);
    }

    private void ring(FrontPoint point) {
        double x = axes.x(point);
        double y = axes.y(point);
        g.setStroke(palette.colour(Role.TEXT));
        g.setLineWidth(1.6);
        g.strokeOval(x - RING - 2, y - RING - 2, 2 * RING + 4, 2 * RING + 4);
    }

    private static double crisp(double pixel) {
        return Math.floor(pixel) + 0.5;
    }
}
