package org.bitwright.export;

import java.util.Locale;

/**
 * Colours of a heat map, from calm to alarming: each step differs more from the ground than the one before, so that the
 * order can be seen without seeing colours, on a light ground and on a dark one.
 */
public final class HeatPalette {
    /** Steps in which pictures draw it. */
    public static final int STEPS = 20;

    private static final int[] LIGHT = {0xEDF3F7, 0xFBE3B5, 0xF3A950, 0xD5521F, 0x7A1420};
    private static final int[] DARK = {0x18222B, 0x4A3A17, 0x97591A, 0xE4772E, 0xFFD2A1};

    private HeatPalette() {}

    /** @param heat 0…1, calm to alarming; what lies outside is taken as the nearer end */
    public static String colour(double heat, boolean dark) {
        int rgb = rgb(heat, dark);
        return String.format(Locale.ROOT, "#%06X", rgb);
    }

    /** Black or white, whichever stands out more on the colour (contrast by WCAG 2). */
    public static String ink(double heat, boolean dark) {
        double luminance = luminance(rgb(heat, dark));
        return 1.05 / (luminance + 0.05) > (luminance + 0.05) / 0.05 ? "#FFFFFF" : "#000000";
    }

    /** The step of a heat, 0…{@link #STEPS}. */
    static int step(double heat) {
        return (int) Math.round(STEPS * Math.max(0, Math.min(1, heat)));
    }

    private static int rgb(double heat, boolean dark) {
        int[] stops = dark ? DARK : LIGHT;
        double at = Math.max(0, Math.min(1, heat)) * (stops.length - 1);
        int from = Math.min(stops.length - 2, (int) at);
        int rgb = 0;
        for (int shift = 16; shift >= 0; shift -= 8) {
            int low = stops[from] >> shift & 0xFF;
            int high = stops[from + 1] >> shift & 0xFF;
            rgb |= (int) Math.round(low + (high - low) * (at - from)) << shift;
        }
        return rgb;
    }

    private static double luminance(int rgb) {
        return 0.2126 * linear(rgb >> 16 & 0xFF) + 0.7152 * linear(rgb >> 8 & 0xFF) + 0.0722 * linear(rgb & 0xFF);
    }

    private static double linear(int channel) {
        double share = channel / 255.0;
        return share <= 0.04045 ? share / 12.92 : Math.pow((share + 0.055) / 1.055, 2.4);
    }
}
