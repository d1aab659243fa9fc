package org.bitwright.ui.common;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;

/** Points in time as people read them, by the clock of this computer. */
public final class Moments {
    private Moments() {}

    /** Hours and minutes, such as 12:03. */
    public static String clock(Instant moment) {
        return DateTimeFormatter.ofPattern("HH:mm", Texts.language())
                .withZone(ZoneId.systemDefault())
                .format(moment);
    }

    public static String dateAndClock(Instant moment) {
        return DateTimeFormatter.ofLocalizedDate(FormatStyle.MEDIUM)
                        .withLocale(Texts.language())
                        .withZone(ZoneId.systemDefault())
                        .format(moment)
                + ", " + clock(moment);
    }
}
