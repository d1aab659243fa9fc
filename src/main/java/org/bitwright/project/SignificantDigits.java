package org.bitwright.project;

import java.util.Locale;

/** Numbers as problems tell them: to four digits, with a power of ten where they are very large or small. */
final class SignificantDigits {
    private static final double LEAST = 1e-3;
    private static final double MOST = 1e6;
    private static final int DIGITS = 4;

    private SignificantDigits() {}

    static String of(double value) {
        double magnitude = Math.abs(value);
        if (value != 0 && (magnitude < LEAST || magnitude >= MOST)) {
            return String.format(Locale.ROOT, "%.3e", value);
        }
        int before = value == 0 ? DIGITS : (int) Math.floor(Math.log10(magnitude)) + 1;
        return String.format(Locale.ROOT, "%." + Math.max(0, DIGITS - before) + "f", value);
    }

    /** How many times as large something is: to one decimal. */
    static String times(double value) {
        return value < MOST ? String.format(Locale.ROOT, "%.1f", value) : of(value);
    }
}
