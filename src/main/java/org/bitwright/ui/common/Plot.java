package org.bitwright.ui.common;

import java.util.Optional;
import javafx.scene.AccessibleRole;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseEvent;

/** A drawn chart that takes the focus, answers keys and says in a tip what is looked at. */
public abstract class Plot extends DrawnRegion {
    private final PlotTip tip = new PlotTip();
    private final PlotKeys keys = new PlotKeys();

    protected Plot(String styleClass) {
        getStyleClass().add(styleClass);
        setFocusTraversable(true);
        setAccessibleRole(AccessibleRole.IMAGE_VIEW);
        getChildren().add(tip);
        addEventHandler(MouseEvent.MOUSE_PRESSED, this::takeFocus);
        addEventHandler(KeyEvent.KEY_PRESSED, keys::press);
    }

    protected final PlotTip tip() {
        return tip;
    }

    protected final PlotKeys keys() {
        return keys;
    }

    private void takeFocus(MouseEvent event) {
        requestFocus();
        // A pane of tabs or a pane that scrolls would take the focus.
        event.consume();
    }

    /** Says what lies under the mouse, where there is something to say. */
    protected final void tellUnderMouse(Reading reading) {
        setOnMouseMoved(event -> {
            Optional<String> words = reading.at(event.getX(), event.getY());
            tip.setVisible(words.isPresent());
            words.ifPresent(text -> tip.tell(text, event.getX(), event.getY(), getWidth(), getHeight()));
        });
        setOnMouseExited(event -> tip.setVisible(false));
    }

    /** What a chart says of a place, given in pixels. */
    @FunctionalInterface
    protected interface Reading {
        Optional<String> at(double x, double y);
    }
}
