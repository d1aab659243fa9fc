package org.bitwright.ui.common;

import java.util.EnumMap;
import java.util.Map;
import java.util.function.BooleanSupplier;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;

/** What keys do while a drawn chart has the focus. What is pressed with Shortcut or Alt is left to the window. */
public final class PlotKeys {
    private final Map<KeyCode, BooleanSupplier> actions = new EnumMap<>(KeyCode.class);

    public void on(KeyCode key, Runnable action) {
        onIf(key, () -> {
            action.run();
            return true;
        });
    }

    /** @param action whether there was something to do; the window gets the key where there was not */
    public void onIf(KeyCode key, BooleanSupplier action) {
        actions.put(key, action);
    }

    /** Plus and minus go nearer and farther away, 0 and Home back to the whole. */
    public void onZoom(Runnable nearer, Runnable farther, Runnable whole) {
        onAll(nearer, KeyCode.PLUS, KeyCode.EQUALS, KeyCode.ADD);
        onAll(farther, KeyCode.MINUS, KeyCode.SUBTRACT);
        onAll(whole, KeyCode.DIGIT0, KeyCode.NUMPAD0, KeyCode.HOME);
    }

    private void onAll(Runnable action, KeyCode... keys) {
        for (KeyCode key : keys) {
            on(key, action);
        }
    }

    void press(KeyEvent event) {
        BooleanSupplier action = actions.get(event.getCode());
        if (action != null && !event.isShortcutDown() && !event.isAltDown() && action.getAsBoolean()) {
            event.consume();
        }
    }
}
