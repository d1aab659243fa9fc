package org.bitwright.ui.common;

import java.util.List;
import org.bitwright.quant.Granularity;

/** Granularities in the user's words. */
public final class GranularityTexts {
    /** What menus and boxes offer; other sizes of groups come from files and the command line. */
    public static final List<Granularity> CHOICES = List.of(
            Granularity.TENSOR,
            Granularity.CHANNEL,
            Granularity.group(16),
            Granularity.group(32),
            Granularity.group(64),
            Granularity.group(128));

    private GranularityTexts() {}

    public static String name(Granularity granularity) {
        return granularity.isGroup()
                ? Texts.get("granularity.GROUP", Numbers.count(granularity.size()))
                : Texts.get("granularity." + granularity.kind().name());
    }

    /** The same after the word "per". */
    public static String afterPer(Granularity granularity) {
        return granularity.isGroup()
                ? Texts.get("inspector.per.GROUP", Numbers.count(granularity.size()))
                : Texts.get("inspector.per." + granularity.kind().name());
    }
}
