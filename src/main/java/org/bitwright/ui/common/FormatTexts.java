package org.bitwright.ui.common;

import org.bitwright.quant.FormatFamily;
import org.bitwright.quant.FormatRules;
import org.bitwright.quant.Granularity;
import org.bitwright.quant.NumberFormat;
import org.bitwright.quant.TensorConfig;

/** Number formats in the user's words. */
public final class FormatTexts {
    private FormatTexts() {}

    public static String name(FormatFamily family) {
        return Texts.get("format." + family.name());
    }

    /** What a family is, what its scale is, where it runs. */
    public static String explanation(FormatFamily family) {
        return Texts.get("formatNote." + family.name());
    }

    /** With its width where the family has several: INT4 symmetric, Codebook 4 bits. */
    public static String name(NumberFormat format) {
        if (format instanceof NumberFormat.Uniform uniform) {
            return "INT" + uniform.bits() + " "
                    + Texts.get("scheme." + uniform.scheme().name());
        }
        String name = name(FormatFamily.of(format));
        return format instanceof NumberFormat.Codebook codebook
                ? Texts.get("format.ofBits", name, String.valueOf(codebook.bits()))
                : name;
    }

    /** Format and granularity in a few words, without the width: symmetric, per channel. */
    public static String brief(TensorConfig config) {
        String kind = config.format() instanceof NumberFormat.Uniform uniform
                ? Texts.get("scheme." + uniform.scheme().name())
                : name(FormatFamily.of(config.format()));
        return per(kind, config);
    }

    /** Format with its width, and granularity: INT4 symmetric, per channel. */
    public static String full(TensorConfig config) {
        String name = name(config.format());
        return per(name, config);
    }

    private static String per(String name, TensorConfig config) {
        return hasChoice(config.format())
                ? Texts.get("format.per", name, GranularityTexts.name(config.granularity()))
                : name;
    }

    /** Whether a format can be had at more than one granularity. */
    public static boolean hasChoice(NumberFormat format) {
        return FormatRules.obstacle(format, Granularity.TENSOR).isEmpty()
                && FormatRules.obstacle(format, Granularity.CHANNEL).isEmpty();
    }

    /** Why something cannot be chosen. */
    public static String reason(FormatRules.Obstacle obstacle) {
        return Texts.get("obstacle." + obstacle.name());
    }
}
