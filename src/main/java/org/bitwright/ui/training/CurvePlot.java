package org.bitwright.ui.training;

import java.util.Comparator;
import java.util.Optional;
import java.util.stream.DoubleStream;
import javafx.beans.InvalidationListener;
import javafx.scene.AccessibleRole;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseEvent;
import org.bitwright.export.CurveAxes;
import org.bitwright.ui.common.DrawnRegion;
import org.bitwright.ui.common.PlotTip;
import org.bitwright.ui.common.Texts;

/** The drawn curves of one kind: epochs are looked at by mouse or arrow keys, in both plots at once. */
final class CurvePlot extends DrawnRegion {
    private final CurvesViewModel model;
    private final CurveKind kind;
    private final PlotTip tip = new PlotTip();
    private CurveAxes axes = new CurveAxes(0, 0, 1, 1, 1, 0, 1, false);

    CurvePlot(CurvesViewModel model, CurveKind kind) {
        this.model = model;
        this.kind = kind;
        getStyleClass().add("curve-plot");
        setId("curve-" + kind.name());
        setMinSize(140, 100);
        setPrefSize(320, 220);
        setFocusTraversable(true);
        setAccessibleRole(AccessibleRole.IMAGE_VIEW);
        accessibleHelpProperty().bind(Texts.bind("curves.keys"));
        getChildren().add(tip);
        InvalidationListener changed = value -> redraw();
        model.curves().addListener(changed);
        model.points().addListener(changed);
        model.currentProperty().addListener((value, before, now) -> redraw());
        model.logarithmicProperty().addListener((value, before, now) -> redraw());
        Texts.follow(this, this::redraw);
        focusedProperty().addListener((value, before, now) -> redraw());
        setOnMouseMoved(this::hover);
        setOnMouseExited(event -> model.look(Optional.empty()));
        setOnMousePressed(event -> requestFocus());
        setOnKeyPressed(this::keyPressed);
    }

    CurveAxes axes() {
        return axes;
    }

    @Override
    protected void draw(GraphicsContext g, double width, double height) {
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
        placeTip(width, height);
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

    private void placeTip(double width, double height) {
        Optional<CurvePoint> current = model.currentProperty().get();
        boolean looked = isHover() || isFocused();
        tip.setVisible(current.isPresent() && looked);
        current.filter(point -> looked).ifPresent(point -> {
            double value = kind.marked(point.epoch());
            double y = axes.shows(value) ? axes.y(value) : axes.top();
            tip.tell(
                    CurveTexts.tip(model.together(), kind), axes.x(point.epoch().epoch()), y, width, height);
            setAccessibleText(tip.getText());
        });
    }

    private void hover(MouseEvent event) {
        model.lookNear(axes.epoch(event.getX()), Comparator.comparingDouble(point -> {
            double value = kind.marked(point.epoch());
            return axes.shows(value) ? Math.abs(axes.y(value) - event.getY()) : Double.MAX_VALUE;
        }));
    }

    private void keyPressed(KeyEvent event) {
        if (event.isShortcutDown() || event.isAltDown()) {
            return;
        }
        switch (event.getCode()) {
            case LEFT -> model.step(-1);
            case RIGHT -> model.step(1);
            case UP -> model.stepRun(-1);
            case DOWN -> model.stepRun(1);
            case HOME -> model.lookAtEnd(false);
            case END -> model.lookAtEnd(true);
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
