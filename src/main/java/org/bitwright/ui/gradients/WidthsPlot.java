package org.bitwright.ui.gradients;

import java.util.Comparator;
import java.util.Optional;
import javafx.beans.InvalidationListener;
import javafx.scene.AccessibleRole;
import javafx.scene.Cursor;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import org.bitwright.export.AccuracyAxes;
import org.bitwright.export.GradientWidth;
import org.bitwright.ui.common.DrawnRegion;
import org.bitwright.ui.common.PlotTip;
import org.bitwright.ui.common.Texts;

/** The drawn chart: runs are looked at by mouse or arrow keys; a click or Enter shows the gradients of one. */
final class WidthsPlot extends DrawnRegion {
    private static final double REACH = 14;

    private final WidthsViewModel model;
    private final PlotTip tip = new PlotTip();
    private AccuracyAxes axes = new AccuracyAxes(0, 0, 1, 1, 0, 1);

    WidthsPlot(WidthsViewModel model) {
        this.model = model;
        getStyleClass().add("widths-plot");
        setId("widths-plot");
        setMinSize(200, 110);
        setPrefSize(480, 240);
        setFocusTraversable(true);
        setAccessibleRole(AccessibleRole.IMAGE_VIEW);
        getChildren().add(tip);
        InvalidationListener changed = value -> redraw();
        model.widths().addListener(changed);
        model.currentProperty().addListener((value, before, now) -> redraw());
        Texts.follow(this, this::redraw);
        setOnMouseMoved(this::hover);
        setOnMouseExited(event -> model.look(Optional.empty()));
        setOnMouseClicked(this::clicked);
        setOnKeyPressed(this::keyPressed);
    }

    @Override
    protected void draw(GraphicsContext g, double width, double height) {
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
        placeTip(width, height);
    }

    private void placeTip(double width, double height) {
        Optional<GradientWidth> current = model.currentProperty().get();
        tip.setVisible(current.isPresent());
        current.ifPresent(run -> {
            double y = axes.y(run.accuracy().top1());
            tip.tell(TwinTexts.tip(run), WidthsPainter.x(axes, run), y, width, height);
            setAccessibleText(tip.getText());
        });
    }

    private void hover(MouseEvent event) {
        Optional<GradientWidth> near = near(event.getX(), event.getY());
        if (near.isPresent() || !isFocused()) {
            model.look(near);
        }
        setCursor(near.isPresent() ? Cursor.HAND : Cursor.DEFAULT);
    }

    private void clicked(MouseEvent event) {
        requestFocus();
        if (event.getButton() == MouseButton.PRIMARY) {
            near(event.getX(), event.getY()).ifPresent(model::choose);
        }
    }

    private Optional<GradientWidth> near(double x, double y) {
        return model.widths().stream()
                .filter(width -> distance(width, x, y) < REACH)
                .min(Comparator.comparingDouble(width -> distance(width, x, y)));
    }

    /** Full precision is a line: only the height counts. */
    private double distance(GradientWidth width, double x, double y) {
        double dy = Math.abs(axes.y(width.accuracy().top1()) - y);
        if (width.rounding().isEmpty()) {
            return x >= axes.left() && x <= axes.right() && dy < REACH / 3 ? REACH / 2 + dy : REACH;
        }
        return Math.hypot(axes.x(width.bits()) - x, dy);
    }

    private void keyPressed(KeyEvent event) {
        switch (event.getCode()) {
            case LEFT -> model.step(-1);
            case RIGHT -> model.step(1);
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
}
