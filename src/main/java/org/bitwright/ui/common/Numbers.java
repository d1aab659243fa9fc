package org.bitwright.ui.common;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.OptionalDouble;

/** Numbers as people read them: 4 significant digits on screen, exact in tooltips and files. */
public final class Numbers {
    private static final MathContext FOUR = new MathContext(4, RoundingMode.HALF_EVEN);
    private static final String NONE = "–";

    private Numbers() {}

    /** Four significant digits; scientific outside 1e-4 … 1e7. */
    public static String shortText(double value) {
        if (Double.isNaN(value)) {
            return NONE;
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? "∞" : "−∞";
        }
        if (value == 0) {
            return "0";
        }
        BigDecimal rounded = new BigDecimal(value).round(FOUR).stripTrailingZeros();
        double magnitude = Math.abs(value);
        if (magnitude < 1e-4 || magnitude >= 1e7) {
            return scientific(rounded);
        }
        return minus(rounded.toPlainString());
    }

    /** Two significant digits, for what needs no more. */
    public static String twoDigits(double value) {
        return Double.isFinite(value) ? shortText(round(value)) : shortText(value);
    }

    /** As few digits as give the same float back. */
    public static String exact(float value) {
        if (!Float.isFinite(value)) {
            return shortText(value);
        }
        return minus(new BigDecimal(Float.toString(value)).stripTrailingZeros().toString());
    }

    /** As few digits as give the same double back. */
    public static String exact(double value) {
        if (!Double.isFinite(value)) {
            return shortText(value);
        }
        return minus(new BigDecimal(Double.toString(value)).stripTrailingZeros().toString());
    }

    /** What goes into a field that can be typed in: a plain hyphen-minus, exact. */
    public static String editable(float value) {
        return exact(value).replace('−', '-');
    }

    /** What a field shows while nobody types in it: a plain hyphen-minus, 4 digits. */
    public static String field(float value) {
        return shortText(value).replace('−', '-');
    }

    /** A number typed by a person: −, comma-free, also as 3.1e-4. Empty if it is none, or not finite. */
    public static OptionalDouble parse(String text) {
        try {
            double value = Double.parseDouble(text.strip().replace('−', '-'));
            return Double.isFinite(value) ? OptionalDouble.of(value) : OptionalDouble.empty();
        } catch (NumberFormatException e) {
            return OptionalDouble.empty();
        }
    }

    /** A share 0…1 as per cent with two decimals, as accuracies are given. */
    public static String percent(double share) {
        return Double.isNaN(share) ? NONE : String.format(Locale.ROOT, "%.2f %%", share * 100);
    }

    /** A difference of shares in percentage points, without a unit. */
    public static String points(double share) {
        return Double.isNaN(share) ? NONE : String.format(Locale.ROOT, "%.2f", share * 100);
    }

    /** A share 0…1 as per cent without decimals. */
    public static String wholePercent(double share) {
        return String.format(Locale.ROOT, "%.0f %%", share * 100);
    }

    /** A cosine, whose digits count near 1. */
    public static String cosine(double cosine) {
        return Double.isNaN(cosine) ? NONE : minus(String.format(Locale.ROOT, "%.6f", cosine));
    }

    public static String decibels(double db) {
        if (Double.isNaN(db) || Double.isInfinite(db)) {
            return shortText(db);
        }
        return minus(String.format(Locale.ROOT, "%.2f", db));
    }

    public static String count(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }

    /** Bytes in the largest unit that leaves at least 1: B, KB, MB, GB by 1000. */
    public static String bytes(long bytes) {
        if (bytes < 1000) {
            return bytes + " B";
        }
        String[] units = {"KB", "MB", "GB"};
        double value = bytes / 1e3;
        int unit = 0;
        while (value >= 999.5 && unit < units.length - 1) {
            value /= 1e3;
            unit++;
        }
        return String.format(
                Locale.ROOT, value < 10 ? "%.2f %s" : value < 100 ? "%.1f %s" : "%.0f %s", value, units[unit]);
    }

    /** A duration in ms or s. */
    public static String seconds(double seconds) {
        return seconds < 1 ? shortText(round(seconds * 1e3)) + " ms" : String.format(Locale.ROOT, "%.1f s", seconds);
    }

    private static double round(double value) {
        return new BigDecimal(value).round(new MathContext(2)).doubleValue();
    }

    private static String scientific(BigDecimal value) {
        int exponent = value.precision() - value.scale() - 1;
        return minus(value.movePointLeft(exponent).toPlainString()) + "e" + minus(String.valueOf(exponent));
    }

    private static String minus(String text) {
        return text.replace('-', '−');
    }
}
