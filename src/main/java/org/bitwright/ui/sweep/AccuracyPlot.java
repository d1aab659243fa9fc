package org.bitwright.ui.sweep;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javafx.beans.InvalidationListener;
import javafx.scene.AccessibleRole;
import javafx.scene.Cursor;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import org.bitwright.analysis.Accuracy;
import org.bitwright.analysis.SweepPoint;
import org.bitwright.export.AccuracyAxes;
import org.bitwright.ui.common.DrawnRegion;
import org.bitwright.ui.common.PlotTip;
import org.bitwright.ui.common.Texts;

/** The drawn chart: points are looked at by mouse or arrow keys and chosen by click or Enter. */
final class AccuracyPlot extends DrawnRegion {
    private static final double REACH = 14;

    private final AccuracyChartViewModel model;
    private final PlotTip tip = new PlotTip();
    private AccuracyAxes axes = new AccuracyAxes(0, 0, 1, 1, 0, 1);

    AccuracyPlot(AccuracyChartViewModel model) {
        this.model = model;
        getStyleClass().add("accuracy-plot");
        setId("accuracy-plot");
        setMinSize(240, 120);
        setPrefSize(640, 260);
        setFocusTraversable(true);
        setAccessibleRole(AccessibleRole.IMAGE_VIEW);
        getChildren().add(tip);
        InvalidationListener changed = value -> redraw();
        model.points().addListener(changed);
        model.series().addListener(changed);
        model.floatAccuracyProperty().addListener((value, before, now) -> redraw());
        model.presentProperty().addListener((value, before, now) -> redraw());
        model.currentProperty().addListener((value, before, now) -> redraw());
        Texts.follow(this, this::redraw);
        setOnMouseMoved(this::hover);
        setOnMouseExited(event -> model.look(Optional.empty()));
        setOnMouseClicked(this::clicked);
        setOnKeyPressed(this::keyPressed);
    }

    AccuracyAxes axes() {
        return axes;
    }

    @Override
    protected void draw(GraphicsContext g, double width, double height) {
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
        placeTip(width, height);
    }

    private void placeTip(double width, double height) {
        Optional<SweepPoint> current = model.currentProperty().get();
        tip.setVisible(current.isPresent());
        current.ifPresent(point -> {
            double x = axes.x(model.place(point));
            double y = axes.y(point.accuracy().top1());
            tip.tell(SweepTexts.tip(point, model.series()), x, y, width, height);
            setAccessibleText(tip.getText());
        });
    }

    private void hover(MouseEvent event) {
        Optional<SweepPoint> near = near(event.getX(), event.getY());
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

    private Optional<SweepPoint> near(double x, double y) {
        SweepPoint[] nearest = new SweepPoint[1];
        double[] least = {REACH};
        model.points().forEach(point -> {
            double distance = Math.hypot(
                    axes.x(model.place(point)) - x, axes.y(point.accuracy().top1()) - y);
            if (distance < least[0]) {
                least[0] = distance;
                nearest[0] = point;
            }
        });
        return Optional.ofNullable(nearest[0]);
    }

    private void keyPressed(KeyEvent event) {
        switch (event.getCode()) {
            case LEFT -> model.step(-1);
            case RIGHT -> model.step(1);
            case UP -> model.stepSeries(-1);
            case DOWN -> model.stepSeries(1);
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
