package org.bitwright.ui.sweep;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javafx.beans.InvalidationListener;
import javafx.geometry.Point2D;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.input.KeyCode;
import org.bitwright.analysis.Accuracy;
import org.bitwright.analysis.SweepPoint;
import org.bitwright.export.AccuracyAxes;
import org.bitwright.ui.common.PointPlot;

/** The drawn chart. Arrow keys go along a series and from series to series. */
final class AccuracyPlot extends PointPlot<SweepPoint> {
    private static final double REACH = 14;

    private final AccuracyChartViewModel model;
    private AccuracyAxes axes = new AccuracyAxes(0, 0, 1, 1, 0, 1);

    AccuracyPlot(AccuracyChartViewModel model) {
        super("accuracy-plot", model.cursor());
        this.model = model;
        setId("accuracy-plot");
        setMinSize(240, 120);
        setPrefSize(640, 260);
        InvalidationListener changed = value -> redraw();
        model.points().addListener(changed);
        model.series().addListener(changed);
        model.floatAccuracyProperty().addListener((value, before, now) -> redraw());
        model.presentProperty().addListener((value, before, now) -> redraw());
        keys().on(KeyCode.LEFT, () -> model.step(-1));
        keys().on(KeyCode.RIGHT, () -> model.step(1));
        keys().on(KeyCode.UP, () -> model.stepSeries(-1));
        keys().on(KeyCode.DOWN, () -> model.stepSeries(1));
        choosePoints();
    }

    AccuracyAxes axes() {
        return axes;
    }

    @Override
    protected void paint(GraphicsContext g, double width, double height) {
        double em = font().getSize();
        double left = Math.ceil(5.2 * em);
        double top = Math.ceil(0.8 * em);
        List<Accuracy> shown = new ArrayList<>();
        model.points().forEach(point -> shown.add(point.accuracy()));
        model.floatAccuracyProperty().get().ifPresent(shown::add);
        model.presentProperty().get().ifPresent(point -> shown.add(point.accuracy()));
        axes = AccuracyAxes.fitting(
                shown, left, top, Math.max(1, width - left - em), Math.max(1, height - top - 14 - 2 * em));
        new AccuracyPainter(g, font(), palette(), axes, model).paint();
    }

    @Override
    protected Optional<SweepPoint> near(double x, double y) {
        return nearest(model.points(), point -> place(point).distance(x, y), REACH);
    }

    @Override
    protected Point2D place(SweepPoint point) {
        return new Point2D(
                axes.x(model.place(point)), axes.y(point.accuracy().top1()));
    }

    @Override
    protected String words(SweepPoint point) {
        return SweepTexts.tip(point, model.series());
    }

    @Override
    protected String title() {
        return model.titleProperty().get();
    }
}
