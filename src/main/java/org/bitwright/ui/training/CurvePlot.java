package org.bitwright.ui.training;

import java.util.Comparator;
import java.util.Optional;
import java.util.stream.DoubleStream;
import javafx.beans.InvalidationListener;
import javafx.geometry.Point2D;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.input.KeyCode;
import org.bitwright.export.CurveAxes;
import org.bitwright.ui.common.PointPlot;
import org.bitwright.ui.common.Texts;

/** The drawn curves of one kind: epochs are looked at in both plots at once. */
final class CurvePlot extends PointPlot<CurvePoint> {
    private final CurvesViewModel model;
    private final CurveKind kind;
    private CurveAxes axes = new CurveAxes(0, 0, 1, 1, 1, 0, 1, false);

    CurvePlot(CurvesViewModel model, CurveKind kind) {
        super("curve-plot", model.cursor());
        this.model = model;
        this.kind = kind;
        setId("curve-" + kind.name());
        setMinSize(140, 100);
        setPrefSize(320, 220);
        accessibleHelpProperty().bind(Texts.bind("curves.keys"));
        InvalidationListener changed = value -> redraw();
        model.curves().addListener(changed);
        model.points().addListener(changed);
        model.logarithmicProperty().addListener((value, before, now) -> redraw());
        focusedProperty().addListener((value, before, now) -> redraw());
        keys().on(KeyCode.LEFT, () -> model.step(-1));
        keys().on(KeyCode.RIGHT, () -> model.step(1));
        keys().on(KeyCode.UP, () -> model.stepRun(-1));
        keys().on(KeyCode.DOWN, () -> model.stepRun(1));
        keys().on(KeyCode.HOME, () -> model.lookAtEnd(false));
        keys().on(KeyCode.END, () -> model.lookAtEnd(true));
    }

    CurveAxes axes() {
        return axes;
    }

    @Override
    protected void paint(GraphicsContext g, double width, double height) {
        double em = font().getSize();
        double left = Math.ceil(4.1 * em);
        double top = Math.ceil(2.1 * em);
        axes = CurveAxes.fitting(
                model.length(),
                values(),
                kind.leastSpan(),
                kind == CurveKind.LOSS && model.logarithmicProperty().get(),
                left,
                top,
                Math.max(1, width - left - em),
                Math.max(1, height - top - 8 - 2.1 * em));
        new CurvePainter(g, font(), palette(), axes, model, kind).paint();
    }

    private double[] values() {
        return model.curves().stream()
                .flatMapToDouble(curve -> DoubleStream.concat(
                        curve.epochs().stream()
                                .flatMapToDouble(
                                        epoch -> DoubleStream.of(kind.training(epoch), kind.validation(epoch))),
                        curve.steps().stream().mapToDouble(kind::step)))
                .toArray();
    }

    @Override
    protected Optional<CurvePoint> near(double x, double y) {
        return model.nearest(axes.epoch(x), Comparator.comparingDouble(point -> {
            double value = kind.marked(point.epoch());
            return axes.shows(value) ? Math.abs(axes.y(value) - y) : Double.MAX_VALUE;
        }));
    }

    @Override
    protected boolean isTelling() {
        return isHover() || isFocused();
    }

    @Override
    protected Point2D place(CurvePoint point) {
        double value = kind.marked(point.epoch());
        return new Point2D(
                axes.x(point.epoch().epoch()), axes.shows(value) ? axes.y(value) : axes.top());
    }

    @Override
    protected String words(CurvePoint point) {
        return CurveTexts.tip(model.together(), kind);
    }

    @Override
    protected String title() {
        return model.titleProperty().get();
    }
}
