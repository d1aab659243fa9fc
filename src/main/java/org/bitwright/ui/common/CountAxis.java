package org.bitwright.ui.common;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.bitwright.export.AxisTicks;

/**
 * Counts on pixels, linear or logarithmic, y downwards.
 *
 * @param greatest count that just fits
 */
public record CountAxis(double greatest, boolean log, double top, double height) {
    /** On a logarithmic axis a single value must stand above the ground line. */
    private static final double LOG_FLOOR = 0.5;

    private static final int PIXELS_A_TICK = 34;

    public double bottom() {
        return top + height;
    }

    public double y(double count) {
        return bottom() - height * Math.max(0, Math.min(1, share(count)));
    }

    private double share(double count) {
        if (!log) {
            return count / greatest;
        }
        return count <= LOG_FLOOR ? 0 : Math.log(count / LOG_FLOOR) / Math.log(Math.max(1, greatest) / LOG_FLOOR);
    }

    public List<Double> ticks() {
        int most = Math.max(2, (int) (height / PIXELS_A_TICK));
        if (!log) {
            return AxisTicks.within(0, greatest, most).values().stream()
                    .filter(count -> count == Math.rint(count))
                    .toList();
        }
        List<Double> ticks = new ArrayList<>();
        int decades = (int) Math.floor(Math.log10(Math.max(1, greatest)));
        int each = 1 + decades / most;
        for (int decade = 0; decade <= decades; decade += each) {
            ticks.add(Math.pow(10, decade));
        }
        return ticks;
    }

    /** A count in a few characters: 250, 12k, 3.5M. */
    public static String label(double count) {
        if (count >= 1e6) {
            return trimmed(count / 1e6) + "M";
        }
        return count >= 1e4 ? trimmed(count / 1e3) + "k" : trimmed(count);
    }

    private static String trimmed(double value) {
        String text = String.format(Locale.ROOT, "%.1f", value);
        return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
    }
}
