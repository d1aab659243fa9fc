package org.bitwright.ui.gradients;

import java.util.Optional;
import javafx.beans.InvalidationListener;
import javafx.geometry.Point2D;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.input.KeyCode;
import org.bitwright.export.AccuracyAxes;
import org.bitwright.export.GradientWidth;
import org.bitwright.ui.common.PointPlot;

/** The drawn chart: left and right go from run to run; a run that is chosen shows its gradients. */
final class WidthsPlot extends PointPlot<GradientWidth> {
    private static final double REACH = 14;

    private final WidthsViewModel model;
    private AccuracyAxes axes = new AccuracyAxes(0, 0, 1, 1, 0, 1);

    WidthsPlot(WidthsViewModel model) {
        super("widths-plot", model.cursor());
        this.model = model;
        setId("widths-plot");
        setMinSize(200, 110);
        setPrefSize(480, 240);
        InvalidationListener changed = value -> redraw();
        model.widths().addListener(changed);
        keys().on(KeyCode.LEFT, () -> model.step(-1));
        keys().on(KeyCode.RIGHT, () -> model.step(1));
        choosePoints();
    }

    @Override
    protected void paint(GraphicsContext g, double width, double height) {
        double em = font().getSize();
        double left = Math.ceil(4.2 * em);
        double top = Math.ceil(1.7 * em);
        axes = AccuracyAxes.fitting(
                model.widths().stream().map(GradientWidth::accuracy).toList(),
                left,
                top,
                Math.max(1, width - left - em),
                Math.max(1, height - top - 12 - 2 * em));
        new WidthsPainter(g, font(), palette(), axes, model).paint();
    }

    @Override
    protected Optional<GradientWidth> near(double x, double y) {
        return nearest(model.widths(), width -> distance(width, x, y), REACH);
    }

    /** Full precision is a line: only the height counts. */
    private double distance(GradientWidth width, double x, double y) {
        if (width.rounding().isEmpty()) {
            double dy = Math.abs(place(width).getY() - y);
            return x >= axes.left() && x <= axes.right() && dy < REACH / 3 ? REACH / 2 + dy : REACH;
        }
        return place(width).distance(x, y);
    }

    @Override
    protected Point2D place(GradientWidth width) {
        return new Point2D(
                WidthsPainter.x(axes, width), axes.y(width.accuracy().top1()));
    }

    @Override
    protected String words(GradientWidth width) {
        return TwinTexts.tip(width);
    }

    @Override
    protected String title() {
        return model.titleProperty().get();
    }
}
