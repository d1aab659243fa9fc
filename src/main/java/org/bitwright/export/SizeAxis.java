package org.bitwright.export;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/**
 * Where sizes lie along the chart of size and accuracy: evenly by their logarithm, since half the size is the same
 * step everywhere.
 *
 * @param left of the plot area
 * @param low bytes at the left edge
 * @param high bytes at the right edge
 */
public record SizeAxis(double left, double width, double low, double high) {
    private static final double ROOM = 1.08;
    private static final double LEAST_SPAN = 1.5;
    private static final double[] DIGITS = {1, 1.5, 2, 3, 4, 5, 6, 8};

    /** An axis with room for all these sizes. */
    public static SizeAxis fitting(Collection<Long> bytes, double left, double width) {
        double low = Math.max(1, bytes.stream().mapToLong(Long::longValue).min().orElse(1000));
        double high =
                Math.max(low, bytes.stream().mapToLong(Long::longValue).max().orElse(1_000_000));
        double widening = Math.max(ROOM, Math.sqrt(LEAST_SPAN * low / high));
        return new SizeAxis(left, width, low / widening, high * widening);
    }

    public double x(double bytes) {
        return left + width * Math.log(Math.max(1, bytes) / low) / Math.log(high / low);
    }

    /** The bytes at a place, the inverse of {@link #x}. */
    public double bytes(double x) {
        return low * Math.pow(high / low, (x - left) / width);
    }

    /** Round sizes, rising. */
    public List<Long> ticks() {
        List<Long> ticks = new ArrayList<>();
        for (double power = Math.pow(10, Math.floor(Math.log10(low))); power <= high; power *= 10) {
            for (double digit : DIGITS) {
                double tick = digit * power;
                if (tick >= low && tick <= high && tick == Math.rint(tick)) {
                    ticks.add((long) tick);
                }
            }
        }
        return ticks;
    }

    /** A size with its unit, such as {@code 20 KB}. */
    public static String label(double bytes) {
        if (bytes < 1000) {
            return number(bytes) + " B";
        }
        return bytes < 1_000_000 ? number(bytes / 1e3) + " KB" : number(bytes / 1e6) + " MB";
    }

    private static String number(double value) {
        boolean whole = Math.abs(value - Math.rint(value)) < 1e-9;
        return String.format(Locale.ROOT, whole || value >= 100 ? "%.0f" : "%.1f", value);
    }
}
