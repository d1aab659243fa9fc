package org.bitwright.export;

import java.util.Locale;
import org.bitwright.analysis.Accuracy;

/** Numbers as a report shows them. */
final class ReportNumbers {
    private ReportNumbers() {}

    /** Four significant digits. */
    static String rounded(double value) {
        if (Double.isNaN(value)) {
            return "–";
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? "∞" : "−∞";
        }
        double magnitude = Math.abs(value);
        if (value != 0 && (magnitude < 1e-3 || magnitude >= 1e6)) {
            return String.format(Locale.ROOT, "%.3e", value);
        }
        int digits = value == 0 ? 0 : (int) Math.max(0, 3 - Math.floor(Math.log10(magnitude)));
        return String.format(Locale.ROOT, "%." + digits + "f", value);
    }

    static String percent(double share) {
        return Double.isNaN(share) ? "–" : String.format(Locale.ROOT, "%.2f\u00a0%%", 100 * share);
    }

    static String interval(Accuracy accuracy) {
        return String.format(
                Locale.ROOT,
                "95\u00a0%% interval %.2f–%.2f\u00a0%%, %,d samples",
                100 * accuracy.low(),
                100 * accuracy.high(),
                accuracy.samples());
    }

    static String bytes(long bytes) {
        if (bytes < 1000) {
            return bytes + " B";
        }
        return bytes < 1_000_000
                ? String.format(Locale.ROOT, "%.1f KB", bytes / 1e3)
                : String.format(Locale.ROOT, "%.2f MB", bytes / 1e6);
    }
}
