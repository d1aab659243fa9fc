package org.bitwright.ui.errors;

import java.util.Optional;
import java.util.OptionalInt;
import javafx.scene.AccessibleRole;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.input.ScrollEvent;
import org.bitwright.quant.ErrorScatter;
import org.bitwright.ui.common.DrawnRegion;
import org.bitwright.ui.common.LayerEditor;
import org.bitwright.ui.common.PlotFrame;
import org.bitwright.ui.common.PlotTip;
import org.bitwright.ui.common.Texts;
import org.jspecify.annotations.Nullable;

/**
 * The drawn distribution or scatter. In the distribution the wheel and + and − zoom around 0, a double click or 0 shows
 * everything.
 */
final class ErrorPlot extends DrawnRegion {
    private static final double ZOOM_A_NOTCH = 0.8;
    private static final double NOTCH = 40;
    private static final double REACH = 12;

    private final ErrorViewModel model;
    private final PlotTip tip = new PlotTip();
    private @Nullable DistributionPainter distribution;
    private @Nullable ScatterPainter points;

    ErrorPlot(ErrorViewModel model) {
        this.model = model;
        getStyleClass().add("error-plot");
        setId("error-plot");
        setMinSize(140, 110);
        setPrefSize(420, 300);
        setFocusTraversable(true);
        setAccessibleRole(AccessibleRole.IMAGE_VIEW);
        getChildren().add(tip);
        model.pictureProperty().addListener((value, before, now) -> show(now));
        model.logScaleProperty().addListener((value, before, now) -> redraw());
        Texts.follow(this, () -> show(model.picture()));
        setOnScroll(this::zoom);
        setOnMousePressed(this::pressed);
        setOnMouseMoved(this::hover);
        setOnMouseExited(event -> tip.setVisible(false));
        setOnKeyPressed(this::keyPressed);
    }

    private void show(Optional<ErrorPicture> picture) {
        tip.setVisible(false);
        setAccessibleText(picture.map(ErrorTexts::summary).orElse(""));
        redraw();
    }

    @Override
    protected void draw(GraphicsContext g, double width, double height) {
        g.setFont(font());
        distribution = null;
        points = null;
        model.picture().ifPresent(picture -> {
            if (picture.scatter().isPresent()) {
                points = new ScatterPainter(
                        g, palette(), picture, picture.scatter().get(), width, height);
                points.paint();
            } else {
                distribution = new DistributionPainter(
                        g, palette(), picture, model.logScaleProperty().get(), width, height);
                distribution.paint();
            }
        });
    }

    private void zoom(ScrollEvent event) {
        double notches = event.getDeltaY() / NOTCH;
        if (notches != 0 && distribution != null) {
            model.zoomBy(Math.pow(ZOOM_A_NOTCH, notches));
            event.consume();
        }
    }

    private void pressed(MouseEvent event) {
        requestFocus();
        if (event.getButton() == MouseButton.PRIMARY && event.getClickCount() == 2) {
            model.zoomProperty().set(1.0);
        }
    }

    private void keyPressed(KeyEvent event) {
        if (event.isShortcutDown() || event.isAltDown()) {
            return;
        }
        switch (event.getCode()) {
            case PLUS, EQUALS, ADD -> model.zoomBy(ZOOM_A_NOTCH);
            case MINUS, SUBTRACT -> model.zoomBy(1 / ZOOM_A_NOTCH);
            case DIGIT0, HOME -> model.zoomProperty().set(1.0);
            case ESCAPE -> {
                if (model.channelProperty().get() < 0) {
                    return;
                }
                model.select(LayerEditor.ALL_CHANNELS);
            }
            default -> {
                return;
            }
        }
        event.consume();
    }

    private void hover(MouseEvent event) {
        Optional<String> text = model.picture().flatMap(picture -> tip(picture, event.getX(), event.getY()));
        tip.setVisible(text.isPresent());
        text.ifPresent(words -> tip.tell(words, event.getX(), event.getY(), getWidth(), getHeight()));
    }

    private Optional<String> tip(ErrorPicture picture, double x, double y) {
        if (distribution != null && distribution.frame().contains(x, y)) {
            return Optional.of(
                    ErrorTexts.tip(picture.histogram(), distribution.frame().valueX(x)));
        }
        if (points == null || picture.scatter().isEmpty() || !points.frame().contains(x, y)) {
            return Optional.empty();
        }
        ErrorScatter scatter = picture.scatter().get();
        PlotFrame frame = points.frame();
        if (picture.density().isPresent()) {
            return picture.density().map(density -> ErrorTexts.tip(density, frame.valueX(x), frame.valueY(y)));
        }
        OptionalInt nearest = ErrorTexts.nearest(scatter, points, x, y, REACH);
        return nearest.isPresent() ? Optional.of(ErrorTexts.tip(scatter, nearest.getAsInt())) : Optional.empty();
    }
}
