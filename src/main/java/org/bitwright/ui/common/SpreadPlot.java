package org.bitwright.ui.common;

import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.input.ScrollEvent;

/**
 * A drawn spread around 0: the wheel and + and − go nearer to 0 and farther away, a double click, 0 or Home show
 * everything.
 */
public abstract class SpreadPlot extends Plot {
    private static final double ZOOM_A_NOTCH = 0.8;
    private static final double NOTCH = 40;

    private final ZeroZoom zoom;

    protected SpreadPlot(String styleClass, ZeroZoom zoom) {
        super(styleClass);
        this.zoom = zoom;
        setOnScroll(this::scrolled);
        setOnMouseClicked(this::clicked);
        keys().onZoom(() -> zoom(1), () -> zoom(-1), this::showWhole);
    }

    /** Whether a spread is drawn at present. */
    protected abstract boolean isSpread();

    private void scrolled(ScrollEvent event) {
        double notches = event.getDeltaY() / NOTCH;
        if (notches != 0 && isSpread()) {
            zoom(notches);
            event.consume();
        }
    }

    private void zoom(double notches) {
        if (isSpread()) {
            zoom.by(Math.pow(ZOOM_A_NOTCH, notches));
        }
    }

    private void showWhole() {
        if (isSpread()) {
            zoom.showWhole();
        }
    }

    private void clicked(MouseEvent event) {
        if (event.getButton() == MouseButton.PRIMARY && event.getClickCount() == 2) {
            showWhole();
        }
    }
}
