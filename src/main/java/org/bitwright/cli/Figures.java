package org.bitwright.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import org.bitwright.analysis.Accuracy;
import org.bitwright.export.ConfigJson;

/** Numbers as people and as programs read them. */
final class Figures {
    private Figures() {}

    /** Four significant digits. */
    static String rounded(double value) {
        if (Double.isNaN(value)) {
            return "–";
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? "∞" : "-∞";
        }
        double magnitude = Math.abs(value);
        if (value != 0 && (magnitude < 1e-3 || magnitude >= 1e6)) {
            return String.format(Locale.ROOT, "%.3e", value);
        }
        int digits = value == 0 ? 1 : (int) Math.max(0, 3 - Math.floor(Math.log10(magnitude)));
        return String.format(Locale.ROOT, "%." + digits + "f", value);
    }

    static String percent(double share) {
        return Double.isNaN(share) ? "–" : String.format(Locale.ROOT, "%.2f %%", 100 * share);
    }

    /** With its 95 % interval. */
    static String of(Accuracy accuracy) {
        return String.format(
                Locale.ROOT, "%.2f %% (%.2f–%.2f)", 100 * accuracy.top1(), 100 * accuracy.low(), 100 * accuracy.high());
    }

    static String bytes(long bytes) {
        if (bytes < 1000) {
            return bytes + " B";
        }
        return bytes < 1_000_000
                ? String.format(Locale.ROOT, "%.1f KB", bytes / 1e3)
                : String.format(Locale.ROOT, "%.2f MB", bytes / 1e6);
    }

    static ObjectNode json(Accuracy accuracy) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        put(node, accuracy);
        return node;
    }

    static void put(ObjectNode node, Accuracy accuracy) {
        ConfigJson.put(node, "top1", accuracy.top1());
        node.put("correct", accuracy.correct());
        node.put("samples", accuracy.samples());
        ConfigJson.put(node, "low", accuracy.low());
        ConfigJson.put(node, "high", accuracy.high());
    }
}
