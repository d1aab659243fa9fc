package org.bitwright.ui.common;

import javafx.application.Platform;

/**
 * Does something soon after a layout, once however often it was asked for: what asks for another layout within one is not
 * laid out again. On the window's thread.
 */
public final class AfterLayout {
    private final Runnable action;
    private boolean asked;

    public AfterLayout(Runnable action) {
        this.action = action;
    }

    public void ask() {
        if (!asked) {
            asked = true;
            Platform.runLater(this::act);
        }
    }

    private void act() {
        asked = false;
        action.run();
    }
}
