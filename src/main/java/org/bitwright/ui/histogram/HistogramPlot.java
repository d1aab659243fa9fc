package org.bitwright.ui.histogram;

import java.util.Optional;
import javafx.scene.AccessibleRole;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.input.ScrollEvent;
import javafx.scene.layout.Region;
import org.bitwright.quant.Range;
import org.bitwright.ui.common.DrawnRegion;
import org.bitwright.ui.common.PlotTip;
import org.bitwright.ui.common.Texts;
import org.bitwright.ui.histogram.HandleRules.End;

/** The drawn histogram with its handles: the wheel zooms, a drag on free space pans, a double click shows everything. */
final class HistogramPlot extends DrawnRegion {
    private static final double ZOOM_A_NOTCH = 0.8;
    private static final double NOTCH = 40;

    private final HistogramViewModel model;
    private final HistogramPicture picture = new HistogramPicture();
    private final RangeHandle min;
    private final RangeHandle max;
    private final PlotTip tip = new PlotTip();
    private final Region crosshair = new Region();
    private ValueAxis axis = new ValueAxis(new ValueWindow(-1, 1), 0, 1);
    private PlotArea area = new PlotArea(0, 0, 1, 1);
    private double panFrom;

    HistogramPlot(HistogramViewModel model) {
        this.model = model;
        getStyleClass().add("histogram-plot");
        setId(model.kind().id("histogram-plot"));
        setMinSize(160, 120);
        setPrefSize(640, 320);
        setAccessibleRole(AccessibleRole.IMAGE_VIEW);
        min = new RangeHandle(model, End.MIN);
        max = new RangeHandle(model, End.MAX);
        min.follow(this);
        max.follow(this);
        crosshair.getStyleClass().add("plot-crosshair");
        crosshair.setManaged(false);
        crosshair.setMouseTransparent(true);
        crosshair.setVisible(false);
        getChildren().addAll(crosshair, min, max, tip);
        follow();
        setOnScroll(this::zoom);
        setOnMousePressed(this::pressed);
        setOnMouseDragged(this::dragged);
        setOnMouseReleased(event -> setCursor(null));
        setOnMouseMoved(this::hover);
        setOnMouseExited(event -> hideTip());
    }

    private void follow() {
        model.shownProperty().addListener((value, before, now) -> redraw());
        model.rangeProperty().addListener((value, before, now) -> redraw());
        model.windowProperty().addListener((value, before, now) -> redraw());
        model.logScaleProperty().addListener((value, before, now) -> redraw());
        model.editableProperty().addListener((value, before, now) -> redraw());
        Texts.follow(this, this::redraw);
    }

    ValueAxis axis() {
        return axis;
    }

    PlotArea area() {
        return area;
    }

    double x(MouseEvent event) {
        return sceneToLocal(event.getSceneX(), event.getSceneY()).getX();
    }

    @Override
    protected void draw(GraphicsContext g, double width, double height) {
        area = PlotArea.of(width, height, font().getSize());
        axis = new ValueAxis(model.windowProperty().get(), area.left(), area.width());
        model.shown().ifPresent(values -> {
            new HistogramPainter(
                            g,
                            font(),
                            palette(),
                            picture,
                            values,
                            axis,
                            area,
                            model.logScaleProperty().get())
                    .paint();
            setAccessibleText(HistogramTexts.summary(model.kind(), values));
        });
        placeHandles(width);
    }

    private void placeHandles(double width) {
        Optional<Range> range = model.rangeProperty().get();
        boolean visible = range.isPresent();
        min.setVisible(visible);
        max.setVisible(visible);
        min.setDisable(!model.isMovable());
        max.setDisable(!model.isMovable());
        range.ifPresent(standing -> {
            place(min, standing, standing.min(), width);
            place(max, standing, standing.max(), width);
        });
    }

    private void place(RangeHandle handle, Range range, double value, double width) {
        boolean away = !axis.window().contains(value);
        handle.place(range, axis.clampedX(value), away, area, handle.flagHeight(), width);
    }

    private void zoom(ScrollEvent event) {
        double notches = event.getDeltaY() / NOTCH;
        if (notches != 0 && model.shown().isPresent()) {
            model.zoom(axis.value(event.getX()), Math.pow(ZOOM_A_NOTCH, notches));
            hideTip();
        }
        event.consume();
    }

    private void pressed(MouseEvent event) {
        panFrom = event.getX();
        if (event.getButton() == MouseButton.PRIMARY && event.getClickCount() == 2) {
            model.resetWindow();
        }
        requestFocus();
    }

    private void dragged(MouseEvent event) {
        if (event.isPrimaryButtonDown()) {
            setCursor(javafx.scene.Cursor.CLOSED_HAND);
            model.pan((panFrom - event.getX()) / axis.pixelsPerUnit());
            panFrom = event.getX();
            hideTip();
        }
    }

    private void hover(MouseEvent event) {
        if (model.shown().isEmpty() || !area.contains(event.getX(), event.getY()) || event.getTarget() != this) {
            hideTip();
            return;
        }
        ShownValues values = model.shown().orElseThrow();
        tip.setText(HistogramTexts.tip(model.kind(), values, picture.bins(values, axis), axis.value(event.getX())));
        tip.autosize();
        double right = event.getX() + 14 + tip.getWidth();
        double x = right > area.left() + area.width() ? event.getX() - 14 - tip.getWidth() : event.getX() + 14;
        tip.relocate(Math.round(x), Math.round(Math.max(area.top() + 4, event.getY() - tip.getHeight() - 8)));
        crosshair.resizeRelocate(Math.round(event.getX()), area.top(), 1, area.height());
        tip.setVisible(true);
        crosshair.setVisible(true);
    }

    private void hideTip() {
        tip.setVisible(false);
        crosshair.setVisible(false);
    }
}
