package org.bitwright.ui.common;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bitwright.quant.FormatFamily;
import org.bitwright.quant.NumberFormat;
import org.bitwright.quant.QuantConfig;

/** Which layers of a configuration have which widths, in words. */
public final class WidthTexts {
    private WidthTexts() {}

    /** A line for each width, narrow ones first: 4 bits: conv1, conv2. At most {@code most} names in a line. */
    public static List<String> lines(QuantConfig config, List<String> layers, int most) {
        Map<String, List<String>> groups = new LinkedHashMap<>();
        layers.stream()
                .sorted(Comparator.comparingInt(
                        layer -> config.of(layer).format().bits()))
                .forEach(layer -> groups.computeIfAbsent(name(config.of(layer).format()), key -> new ArrayList<>())
                        .add(layer));
        return groups.entrySet().stream()
                .map(group -> Texts.get("widths.line", group.getKey(), names(group.getValue(), most)))
                .toList();
    }

    /** 4 bits, or the format's name where it is no integer. */
    public static String name(NumberFormat format) {
        FormatFamily family = FormatFamily.of(format);
        return family == FormatFamily.INT
                ? Texts.get("widths.bits", String.valueOf(format.bits()))
                : FormatTexts.name(format);
    }

    private static String names(List<String> layers, int most) {
        if (layers.size() <= most) {
            return String.join(", ", layers);
        }
        int shown = Math.max(1, most - 1);
        return Texts.get(
                "widths.more", String.join(", ", layers.subList(0, shown)), String.valueOf(layers.size() - shown));
    }
}
