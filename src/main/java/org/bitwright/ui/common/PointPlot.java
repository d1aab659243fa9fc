package org.bitwright.ui.common;

import java.util.Collection;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import javafx.geometry.Point2D;
import javafx.scene.Cursor;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.input.KeyCode;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import org.jspecify.annotations.Nullable;

/**
 * A drawn chart whose points are looked at by mouse or keys: the one that is looked at is told beside it and to screen
 * readers, Escape looks away.
 */
public abstract class PointPlot<P> extends Plot {
    private final PlotCursor<P> cursor;
    private boolean choosing;

    protected PointPlot(String styleClass, PlotCursor<P> cursor) {
        super(styleClass);
        this.cursor = cursor;
        cursor.pointProperty().addListener((value, before, now) -> redraw());
        Texts.follow(this, this::redraw);
        setOnMouseMoved(this::hover);
        setOnMouseExited(event -> left());
        keys().onIf(KeyCode.ESCAPE, this::escape);
    }

    /** Draws everything but the tip; called during layout. */
    protected abstract void paint(GraphicsContext g, double width, double height);

    /** The point that the mouse means at a place. */
    protected abstract Optional<P> near(double x, double y);

    /** Where a point was drawn. */
    protected abstract Point2D place(P point);

    /** What is said of a point. */
    protected abstract String words(P point);

    /** What the chart is, said while no point is looked at. */
    protected abstract String title();

    /** Points are chosen by a click, Enter or the space bar. */
    protected final void choosePoints() {
        choosing = true;
        setOnMouseClicked(event -> {
            if (event.getButton() == MouseButton.PRIMARY) {
                clicked(event);
            }
        });
        keys().on(KeyCode.ENTER, this::chooseCurrent);
        keys().on(KeyCode.SPACE, this::chooseCurrent);
    }

    /** A click of the first button. */
    protected void clicked(MouseEvent event) {
        near(event.getX(), event.getY()).ifPresent(cursor::choose);
    }

    /** The mouse has left. */
    protected void left() {
        cursor.lookAway();
    }

    /** Whether the point that is looked at is told here. */
    protected boolean isTelling() {
        return true;
    }

    @Override
    protected final void draw(GraphicsContext g, double width, double height) {
        paint(g, width, height);
        Optional<P> told = cursor.point().filter(point -> isTelling());
        tip().setVisible(told.isPresent());
        String words = told.map(this::words).orElseGet(this::title);
        told.ifPresent(point -> placeTip(point, words, width, height));
        setAccessibleText(words);
    }

    /** Shows the words of a point beside it in a picture of a size. */
    protected void placeTip(P point, String words, double width, double height) {
        Point2D place = place(point);
        tip().tell(words, place.getX(), place.getY(), width, height);
    }

    /** The nearest of some points within a reach. */
    protected static <P> Optional<P> nearest(Collection<P> points, ToDoubleFunction<P> distance, double reach) {
        @Nullable P nearest = null;
        double least = reach;
        for (P point : points) {
            double far = distance.applyAsDouble(point);
            if (far < least) {
                least = far;
                nearest = point;
            }
        }
        return Optional.ofNullable(nearest);
    }

    protected void hover(MouseEvent event) {
        Optional<P> near = near(event.getX(), event.getY());
        if (near.isPresent() || !isFocused()) {
            cursor.look(near);
        }
        setCursor(choosing && near.isPresent() ? Cursor.HAND : Cursor.DEFAULT);
    }

    private void chooseCurrent() {
        cursor.point().ifPresent(cursor::choose);
    }

    private boolean escape() {
        boolean looking = cursor.point().isPresent();
        cursor.lookAway();
        return looking;
    }
}
