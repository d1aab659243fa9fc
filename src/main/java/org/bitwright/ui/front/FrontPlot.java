package org.bitwright.ui.front;

import java.util.Optional;
import javafx.beans.InvalidationListener;
import javafx.geometry.Point2D;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.input.KeyCode;
import javafx.scene.input.MouseEvent;
import javafx.scene.input.ScrollEvent;
import org.bitwright.ui.common.PointPlot;
import org.bitwright.ui.common.Texts;

/**
 * The drawn chart. Arrow keys go from point to point and along the front; the wheel zooms, dragging moves, a double
 * click shows the whole again.
 */
final class FrontPlot extends PointPlot<FrontPoint> {
    private static final double REACH = 12;
    private static final double NEARER = 0.8;

    private final FrontChartViewModel model;
    private FrontAxes axes = new FrontAxes(0, 0, 1, 1, FrontScale.SIZE, ScoreScale.EVEN, new FrontWindow(0, 1, 0, 1));
    private double grabbedX;
    private double grabbedY;

    FrontPlot(FrontChartViewModel model) {
        super("front-plot", model.cursor());
        this.model = model;
        setId("front-plot");
        setMinSize(200, 120);
        setPrefSize(640, 260);
        accessibleHelpProperty().bind(Texts.bind("front.keys"));
        follow();
        setOnMousePressed(this::grab);
        setOnMouseDragged(this::dragged);
        setOnScroll(this::scrolled);
        answerKeys();
        choosePoints();
    }

    private void follow() {
        InvalidationListener changed = value -> redraw();
        model.points().addListener(changed);
        model.floatingProperty().addListener((value, before, now) -> redraw());
        model.presentProperty().addListener((value, before, now) -> redraw());
        model.scaleProperty().addListener((value, before, now) -> redraw());
        model.scoresProperty().addListener((value, before, now) -> redraw());
        model.zoomProperty().addListener((value, before, now) -> redraw());
        model.labelledProperty().addListener((value, before, now) -> redraw());
    }

    private void answerKeys() {
        keys().on(KeyCode.LEFT, () -> model.step(-1));
        keys().on(KeyCode.RIGHT, () -> model.step(1));
        keys().on(KeyCode.UP, () -> model.stepFront(1));
        keys().on(KeyCode.DOWN, () -> model.stepFront(-1));
        keys().onZoom(() -> zoomAtPoint(true), () -> zoomAtPoint(false), model::showWhole);
    }

    FrontAxes axes() {
        return axes;
    }

    @Override
    protected void paint(GraphicsContext g, double width, double height) {
        double em = font().getSize();
        double left = Math.ceil(5.2 * em);
        double top = Math.ceil(0.8 * em);
        axes = new FrontAxes(
                left,
                top,
                Math.max(1, width - left - em),
                Math.max(1, height - top - 15 - 2 * em),
                model.scaleProperty().get(),
                model.scoresProperty().get(),
                model.window());
        new FrontPainter(g, font(), palette(), axes, model).paint();
    }

    @Override
    protected Optional<FrontPoint> near(double x, double y) {
        return nearest(
                model.points().stream().filter(axes::shows).toList(),
                point -> place(point).distance(x, y),
                REACH);
    }

    @Override
    protected Point2D place(FrontPoint point) {
        return new Point2D(axes.x(point), axes.y(point));
    }

    @Override
    protected String words(FrontPoint point) {
        return FrontTexts.tip(point, model);
    }

    @Override
    protected String title() {
        return model.titleProperty().get();
    }

    private void grab(MouseEvent event) {
        grabbedX = event.getX();
        grabbedY = event.getY();
    }

    private void dragged(MouseEvent event) {
        model.pan(
                axes.positionX(grabbedX) - axes.positionX(event.getX()),
                axes.positionY(grabbedY) - axes.positionY(event.getY()));
        grab(event);
    }

    @Override
    protected void clicked(MouseEvent event) {
        if (!event.isStillSincePress()) {
            return;
        }
        if (near(event.getX(), event.getY()).isPresent()) {
            super.clicked(event);
        } else if (event.getClickCount() == 2) {
            model.showWhole();
        }
    }

    private void scrolled(ScrollEvent event) {
        if (event.getDeltaY() != 0 && !model.points().isEmpty()) {
            zoom(event.getDeltaY() > 0, event.getX(), event.getY());
            event.consume();
        }
    }

    private void zoom(boolean nearer, double x, double y) {
        model.zoom(nearer ? NEARER : 1 / NEARER, axes.positionX(x), axes.positionY(y));
    }

    private void zoomAtPoint(boolean nearer) {
        Point2D middle = new Point2D(axes.left() + axes.width() / 2, axes.top() + axes.height() / 2);
        Point2D at = model.cursor().point().map(this::place).orElse(middle);
        zoom(nearer, at.getX(), at.getY());
    }
}
