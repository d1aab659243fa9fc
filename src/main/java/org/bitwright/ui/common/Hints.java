package org.bitwright.ui.common;

import javafx.scene.control.Tooltip;

/** Tooltips of several sentences: a popup's width cannot be set in a stylesheet. */
public final class Hints {
    private static final double WIDTH = 420;

    private Hints() {}

    /** A tooltip that breaks its lines. */
    public static Tooltip wrapped() {
        Tooltip hint = new Tooltip();
        hint.setWrapText(true);
        hint.setMaxWidth(WIDTH);
        return hint;
    }

    /** The same with the text of a key. */
    public static Tooltip wrapped(String key) {
        Tooltip hint = wrapped();
        hint.textProperty().bind(Texts.bind(key));
        return hint;
    }
}
