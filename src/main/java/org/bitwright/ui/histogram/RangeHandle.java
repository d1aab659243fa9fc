package org.bitwright.ui.histogram;

import javafx.css.PseudoClass;
import javafx.scene.AccessibleAction;
import javafx.scene.AccessibleAttribute;
import javafx.scene.AccessibleRole;
import javafx.scene.Cursor;
import javafx.scene.control.Label;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.Region;
import org.bitwright.quant.Range;
import org.bitwright.ui.common.Numbers;
import org.bitwright.ui.common.Texts;
import org.bitwright.ui.histogram.HandleRules.End;

/** One end of the range to take hold of: a line through the plot with a flag that shows its value. */
final class RangeHandle extends Region {
    private static final double GRIP = 16;
    private static final PseudoClass HELD = PseudoClass.getPseudoClass("held");
    private static final PseudoClass AWAY = PseudoClass.getPseudoClass("away");

    private final HistogramViewModel model;
    private final End end;
    private final Region grip = new Region();
    private final Region line = new Region();
    private final Label flag = new Label();
    private double grabbedAt;

    RangeHandle(HistogramViewModel model, End end) {
        this.model = model;
        this.end = end;
        getStyleClass().addAll("range-handle", end == End.MIN ? "min" : "max");
        setId(model.kind().id(end == End.MIN ? "range-min" : "range-max"));
        grip.setCursor(Cursor.H_RESIZE);
        flag.setCursor(Cursor.H_RESIZE);
        line.getStyleClass().add("line");
        line.setMouseTransparent(true);
        flag.getStyleClass().add("flag");
        getChildren().addAll(grip, line, flag);
        setManaged(false);
        setPickOnBounds(false);
        setFocusTraversable(true);
        setAccessibleRole(AccessibleRole.SLIDER);
        setOnKeyPressed(this::keyPressed);
        setOnKeyReleased(event -> commitKeys(event));
        focusedProperty().addListener((value, before, now) -> {
            if (!now) {
                model.commitMove();
            }
        });
    }

    /** Puts the handle at {@code x}; away is drawn where the true place is out of view. */
    void place(Range range, double x, boolean away, PlotArea area, double flagHeight, double rightmost) {
        String value = Numbers.shortText(HandleRules.at(range, end));
        boolean beyondRight = away && x > area.left() + area.width() / 2;
        flag.setText(!away ? value : beyondRight ? value + " ▸" : "◂ " + value);
        line.setVisible(!away);
        pseudoClassStateChanged(AWAY, away);
        double width = Math.ceil(flag.prefWidth(-1));
        double flagX = end == End.MIN ? Math.max(0, x - width + 1) : Math.min(rightmost - width, x - 1);
        resizeRelocate(0, 0, rightmost, area.bottom());
        flag.resizeRelocate(Math.round(flagX), area.top() - flagHeight, width, flagHeight);
        line.resizeRelocate(Math.round(x) - 1, area.top(), 2, area.height());
        grip.resizeRelocate(x - GRIP / 2, area.top() - 2, GRIP, area.height() + GridPainter.HEIGHT);
        setAccessibleText(Texts.get(end == End.MIN ? "histogram.handle.min" : "histogram.handle.max", value));
    }

    double flagHeight() {
        return Math.ceil(flag.prefHeight(-1));
    }

    @Override
    protected void layoutChildren() {
        // The plot places the parts: they depend on its axis.
    }

    /** Follows the mouse in the coordinates of the plot. */
    void follow(HistogramPlot plot) {
        setOnMousePressed(event -> {
            if (event.getButton() == MouseButton.PRIMARY) {
                requestFocus();
                model.beginMove();
                double at = model.rangeProperty()
                        .get()
                        .map(r -> plot.axis().clampedX(HandleRules.at(r, end)))
                        .orElse(0.0);
                grabbedAt = plot.x(event) - at;
                pseudoClassStateChanged(HELD, model.isMoving());
            }
            event.consume();
        });
        setOnMouseDragged(event -> {
            drag(plot, event);
            event.consume();
        });
        setOnMouseReleased(event -> {
            pseudoClassStateChanged(HELD, false);
            model.commitMove();
            event.consume();
        });
    }

    private void drag(HistogramPlot plot, MouseEvent event) {
        if (event.isPrimaryButtonDown()) {
            ValueAxis axis = plot.axis();
            double x = Math.max(axis.left(), Math.min(axis.right(), plot.x(event) - grabbedAt));
            model.moveTo(end, axis.value(x), 1 / axis.pixelsPerUnit());
        }
    }

    private void keyPressed(KeyEvent event) {
        boolean fine = event.isShiftDown();
        switch (event.getCode()) {
            case LEFT, DOWN -> model.step(end, -1, fine);
            case RIGHT, UP -> model.step(end, 1, fine);
            case PAGE_DOWN -> model.step(end, -10, fine);
            case PAGE_UP -> model.step(end, 10, fine);
            case HOME -> model.stepToEnd(end, end == End.MIN);
            case END -> model.stepToEnd(end, end == End.MAX);
            case ESCAPE -> {
                if (!model.isMoving()) {
                    return;
                }
                model.abandonMove();
            }
            default -> {
                return;
            }
        }
        event.consume();
    }

    private void commitKeys(KeyEvent event) {
        if (event.getCode().isNavigationKey() && !getPseudoClassStates().contains(HELD)) {
            model.commitMove();
            event.consume();
        }
    }

    @Override
    public Object queryAccessibleAttribute(AccessibleAttribute attribute, Object... parameters) {
        double value = model.rangeProperty()
                .get()
                .map(range -> (double) HandleRules.at(range, end))
                .orElse(0.0);
        return switch (attribute) {
            case VALUE -> value;
            case MIN_VALUE -> model.windowProperty().get().low();
            case MAX_VALUE -> model.windowProperty().get().high();
            default -> super.queryAccessibleAttribute(attribute, parameters);
        };
    }

    @Override
    public void executeAccessibleAction(AccessibleAction action, Object... parameters) {
        switch (action) {
            case INCREMENT -> stepOnce(1);
            case DECREMENT -> stepOnce(-1);
            default -> super.executeAccessibleAction(action, parameters);
        }
    }

    private void stepOnce(int steps) {
        model.step(end, steps, false);
        model.commitMove();
    }
}
