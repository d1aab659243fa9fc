package org.bitwright.ui.common;

import java.util.List;

/**
 * Size of the window and where its panes are divided.
 *
 * @param dividers shares 0…1: table | centre, centre | inspector, upper | lower, chart | tasks
 */
public record WindowLayout(double width, double height, boolean maximized, List<Double> dividers) {
    public static final WindowLayout INITIAL = new WindowLayout(1280, 800, false, List.of(0.31, 0.72, 0.655, 0.66));

    private static final int DIVIDERS = 4;

    public WindowLayout {
        dividers = List.copyOf(dividers);
    }

    /** Whether it can be used as it is. */
    public boolean isUsable() {
        return width >= 200
                && height >= 200
                && dividers.size() == DIVIDERS
                && dividers.stream().allMatch(share -> share > 0 && share < 1);
    }
}
