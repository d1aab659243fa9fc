package org.bitwright.ui.gradients;

import java.util.Optional;
import javafx.beans.InvalidationListener;
import javafx.scene.AccessibleRole;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.input.ScrollEvent;
import org.bitwright.training.GradientStatistics;
import org.bitwright.ui.common.DrawnRegion;
import org.bitwright.ui.common.PlotTip;
import org.bitwright.ui.common.Texts;
import org.jspecify.annotations.Nullable;

/** The drawn histogram of a gradient: the wheel and + and − zoom around 0, a double click or 0 shows everything. */
final class GradientPlot extends DrawnRegion {
    private static final double ZOOM_A_NOTCH = 0.8;
    private static final double NOTCH = 40;

    private final GradientsViewModel model;
    private final PlotTip tip = new PlotTip();
    private @Nullable GradientPainter painter;

    GradientPlot(GradientsViewModel model) {
        this.model = model;
        getStyleClass().add("gradient-plot");
        setId("gradient-plot");
        setMinSize(140, 100);
        setPrefSize(420, 260);
        setFocusTraversable(true);
        setAccessibleRole(AccessibleRole.IMAGE_VIEW);
        getChildren().add(tip);
        InvalidationListener changed = value -> redraw();
        model.shownProperty().addListener((value, before, now) -> show(now));
        model.logScaleProperty().addListener(changed);
        model.zoomProperty().addListener(changed);
        Texts.follow(this, () -> show(model.shown()));
        setOnScroll(this::zoom);
        setOnMousePressed(this::pressed);
        setOnMouseMoved(this::hover);
        setOnMouseExited(event -> tip.setVisible(false));
        setOnKeyPressed(this::keyPressed);
    }

    private void show(Optional<GradientStatistics> gradient) {
        setAccessibleText(gradient.map(GradientTexts::summary).orElse(""));
        redraw();
    }

    @Override
    protected void draw(GraphicsContext g, double width, double height) {
        g.setFont(font());
        painter = model.shown()
                .map(gradient -> new GradientPainter(
                        g,
                        palette(),
                        gradient,
                        model.shownRounding(),
                        model.zoomProperty().get(),
                        model.logScaleProperty().get(),
                        width,
                        height))
                .orElse(null);
        if (painter != null) {
            painter.paint();
        }
    }

    private void zoom(ScrollEvent event) {
        double notches = event.getDeltaY() / NOTCH;
        if (notches != 0) {
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
            default -> {
                return;
            }
        }
        event.consume();
    }

    private void hover(MouseEvent event) {
        GradientPainter drawn = painter;
        Optional<GradientStatistics> gradient =
                model.shown().filter(any -> drawn != null && drawn.frame().contains(event.getX(), event.getY()));
        tip.setVisible(gradient.isPresent());
        if (drawn != null) {
            gradient.map(shown -> GradientTexts.tip(
                            shown, drawn.levels(), drawn.frame().valueX(event.getX())))
                    .ifPresent(words -> tip.tell(words, event.getX(), event.getY(), getWidth(), getHeight()));
        }
    }
}
