package org.bitwright.ui.sensitivity;

import javafx.scene.text.Font;
import javafx.scene.text.Text;

/** Shortens names in their middle: both ends tell layers apart. */
final class Ellipsis {
    private Ellipsis() {}

    static double width(String text, Font font) {
        Text measured = new Text(text);
        measured.setFont(font);
        return measured.getLayoutBounds().getWidth();
    }

    static String fit(String text, Font font, double room) {
        if (width(text, font) <= room) {
            return text;
        }
        int low = 0;
        int high = text.length() - 1;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (width(shortened(text, middle), font) <= room) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return shortened(text, low);
    }

    /** What is left of a text when {@code kept} of its characters stay. */
    static String shortened(String text, int kept) {
        int front = kept / 2;
        return text.substring(0, front) + "…" + text.substring(text.length() - (kept - front));
    }
}
