package org.bitwright.ui.sweep;

import java.util.List;
import javafx.geometry.VPos;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.text.Font;
import javafx.scene.text.TextAlignment;
import org.bitwright.analysis.Accuracy;
import org.bitwright.export.AccuracyAxes;
import org.bitwright.export.AccuracyMark;
import org.bitwright.ui.common.AccuracyLinesPainter;
import org.bitwright.ui.common.Numbers;
import org.bitwright.ui.common.Palette;
import org.bitwright.ui.common.Palette.Role;
import org.bitwright.ui.common.Texts;

/** Draws one picture of the accuracy chart. */
final class AccuracyPainter {
    /** Height of the plot, in font sizes, from which the name of its axis fits beside it. */
    private static final double ROOM_FOR_NAME = 9.5;

    private final GraphicsContext g;
    private final Palette palette;
    private final AccuracyAxes axes;
    private final AccuracyLinesPainter lines;
    private final AccuracyChartViewModel model;
    private final double em;

    AccuracyPainter(GraphicsContext g, Font font, Palette palette, AccuracyAxes axes, AccuracyChartViewModel model) {
        this.g = g;
        this.palette = palette;
        this.axes = axes;
        this.model = model;
        lines = new AccuracyLinesPainter(g, font, palette, axes);
        em = font.getSize();
    }

    void paint() {
        lines.percentRules();
        accuracyName();
        lines.bitsAxis(Texts.get("sweep.bits"));
        for (int i = 0; i < model.series().size(); i++) {
            lines.band(marks(i), i);
        }
        model.floatAccuracyProperty().get().ifPresent(this::floatLine);
        for (int i = 0; i < model.series().size(); i++) {
            lines.line(marks(i), i);
        }
        model.presentProperty().get().ifPresent(this::present);
        model.cursor()
                .point()
                .ifPresent(point -> lines.ring(
                        axes.x(model.place(point)), axes.y(point.accuracy().top1())));
    }

    private List<AccuracyMark> marks(int series) {
        return model.line(model.series().get(series)).stream()
                .map(point -> new AccuracyMark(model.place(point), point.accuracy(), point.complete()))
                .toList();
    }

    private void accuracyName() {
        if (axes.height() < ROOM_FOR_NAME * em) {
            return;
        }
        g.save();
        g.translate(1.1 * em, axes.top() + axes.height() / 2);
        g.rotate(-90);
        g.setTextBaseline(VPos.CENTER);
        g.setTextAlign(TextAlignment.CENTER);
        g.setFill(palette.colour(Role.TEXT));
        g.fillText(Texts.get("sweep.accuracy"), 0, 0);
        g.restore();
    }

    private void floatLine(Accuracy accuracy) {
        if (accuracy.samples() == 0) {
            return;
        }
        lines.dashed(accuracy.top1());
        double y = Math.floor(axes.y(accuracy.top1())) + 0.5;
        boolean below = y < axes.top() + 1.6 * em;
        String name = Texts.get("sweep.float") + " " + Numbers.percent(accuracy.top1());
        lines.dashedName(name, axes.right() - 2, y + (below ? 5 : -5), below);
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
}
