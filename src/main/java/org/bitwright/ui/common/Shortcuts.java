package org.bitwright.ui.common;

import javafx.scene.Node;
import javafx.scene.input.KeyEvent;

/** Hands a key to the window's shortcuts from a control that would take it for itself. */
public final class Shortcuts {
    private Shortcuts() {}

    /** Runs what the window has for the key, if anything; the key is then used up. */
    public static void leaveToWindow(Node control, KeyEvent event) {
        if (control.getScene() == null) {
            return;
        }
        control.getScene().getAccelerators().entrySet().stream()
                .filter(entry -> entry.getKey().match(event))
                .findFirst()
                .ifPresent(entry -> {
                    event.consume();
                    entry.getValue().run();
                });
    }
}
