package org.bitwright.ui.front;

import java.util.Optional;
import javafx.beans.InvalidationListener;
import javafx.scene.AccessibleRole;
import javafx.scene.Cursor;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.input.ScrollEvent;
import org.bitwright.ui.common.DrawnRegion;
import org.bitwright.ui.common.PlotTip;
import org.bitwright.ui.common.Texts;

/**
 * The drawn chart. Points are looked at by mouse or arrow keys and chosen by click or Enter; the wheel zooms, dragging
 * moves, a double click shows the whole again.
 */
final class FrontPlot extends DrawnRegion {
    private static final double REACH = 12;
    private static final double NEARER = 0.8;

    private final FrontChartViewModel model;
    private final PlotTip tip = new PlotTip();
    private FrontAxes axes = new FrontAxes(0, 0, 1, 1, FrontScale.SIZE, ScoreScale.EVEN, new FrontWindow(0, 1, 0, 1));
    private double grabbedX;
    private double grabbedY;

    FrontPlot(FrontChartViewModel model) {
        this.model = model;
        getStyleClass().add("front-plot");
        setId("front-plot");
        setMinSize(200, 120);
        setPrefSize(640, 260);
        setFocusTraversable(true);
        setAccessibleRole(AccessibleRole.IMAGE_VIEW);
        accessibleHelpProperty().bind(Texts.bind("front.keys"));
        getChildren().add(tip);
        InvalidationListener changed = value -> redraw();
        model.points().addListener(changed);
        model.floatingProperty().addListener((value, before, now) -> redraw());
        model.presentProperty().addListener((value, before, now) -> redraw());
        model.currentProperty().addListener((value, before, now) -> redraw());
        model.scaleProperty().addListener((value, before, now) -> redraw());
        model.scoresProperty().addListener((value, before, now) -> redraw());
        model.zoomProperty().addListener((value, before, now) -> redraw());
        model.labelledProperty().addListener((value, before, now) -> redraw());
        Texts.follow(this, this::redraw);
        setOnMouseMoved(this::hover);
        setOnMouseExited(event -> model.look(Optional.empty()));
        setOnMousePressed(this::pressed);
        setOnMouseDragged(this::dragged);
        setOnMouseClicked(this::clicked);
        setOnScroll(this::scrolled);
        setOnKeyPressed(this::keyPressed);
    }

    FrontAxes axes() {
        return axes;
    }

    @Override
    protected void draw(GraphicsContext g, double width, double height) {
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
        placeTip(width, height);
    }

    private void placeTip(double width, double height) {
        Optional<FrontPoint> current = model.currentProperty().get();
        tip.setVisible(current.isPresent());
        current.ifPresent(point -> {
            tip.tell(FrontTexts.tip(point, model), axes.x(point), axes.y(point), width, height);
            setAccessibleText(tip.getText());
        });
    }

    private void hover(MouseEvent event) {
        Optional<FrontPoint> near = near(event.getX(), event.getY());
        if (near.isPresent() || !isFocused()) {
            model.look(near);
        }
        setCursor(near.isPresent() ? Cursor.HAND : Cursor.DEFAULT);
    }

    private void pressed(MouseEvent event) {
        requestFocus();
        grabbedX = event.getX();
        grabbedY = event.getY();
    }

    private void dragged(MouseEvent event) {
        model.pan(
                axes.positionX(grabbedX) - axes.positionX(event.getX()),
                axes.positionY(grabbedY) - axes.positionY(event.getY()));
        grabbedX = event.getX();
        grabbedY = event.getY();
    }

    private void clicked(MouseEvent event) {
        if (event.getButton() != MouseButton.PRIMARY || !event.isStillSincePress()) {
            return;
        }
        Optional<FrontPoint> near = near(event.getX(), event.getY());
        if (near.isPresent()) {
            model.choose(near.get());
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

    private Optional<FrontPoint> near(double x, double y) {
        FrontPoint[] nearest = new FrontPoint[1];
        double[] least = {REACH};
        model.points().stream().filter(axes::shows).forEach(point -> {
            double distance = Math.hypot(axes.x(point) - x, axes.y(point) - y);
            if (distance < least[0]) {
                least[0] = distance;
                nearest[0] = point;
            }
        });
        return Optional.ofNullable(nearest[0]);
    }

    private void keyPressed(KeyEvent event) {
        if (event.isShortcutDown() || event.isAltDown()) {
            return;
        }
        switch (event.getCode()) {
            case LEFT -> model.step(-1);
            case RIGHT -> model.step(1);
            case UP -> model.stepFront(1);
            case DOWN -> model.stepFront(-1);
            case PLUS, EQUALS, ADD -> zoomAtPoint(true);
            case MINUS, SUBTRACT -> zoomAtPoint(false);
            case HOME, DIGIT0, NUMPAD0 -> model.showWhole();
            case ENTER, SPACE -> model.currentProperty().get().ifPresent(model::choose);
            case ESCAPE -> {
                if (model.currentProperty().get().isEmpty()) {
                    return;
                }
                model.look(Optional.empty());
            }
            default -> {
                return;
            }
        }
        event.consume();
    }

    private void zoomAtPoint(boolean nearer) {
        Optional<FrontPoint> point = model.currentProperty().get();
        zoom(
                nearer,
                point.map(axes::x).orElse(axes.left() + axes.width() / 2),
                point.map(axes::y).orElse(axes.top() + axes.height() / 2));
    }
}
