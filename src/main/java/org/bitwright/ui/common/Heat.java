package org.bitwright.ui.common;

import java.util.Locale;
import javafx.scene.paint.Color;
import org.bitwright.export.HeatPalette;

/** Viridis (van der Walt and Smith): even in lightness, readable by colour-blind people, the same in both themes. */
public final class Heat {
    private static final int[] VIRIDIS = {
        0x440154, 0x482475, 0x414487, 0x355f8d, 0x2a788e, 0x21918c, 0x22a884, 0x44bf70, 0x7ad151, 0xbddf26, 0xfde725
    };

    /** SQNR at the dark end and at the bright end of the scale, dB. */
    public static final double WORST_DB = 0;

    public static final double BEST_DB = 50;

    private Heat() {}

    /** The colour at {@code share} between 0 (dark) and 1 (bright). */
    public static Color viridis(double share) {
        double place = Math.max(0, Math.min(1, share)) * (VIRIDIS.length - 1);
        int low = Math.min((int) place, VIRIDIS.length - 2);
        return rgb(VIRIDIS[low]).interpolate(rgb(VIRIDIS[low + 1]), place - low);
    }

    /** The colour of an SQNR in dB: dark is bad. NaN (nothing there) is transparent. */
    public static Color ofSqnr(double db) {
        return Double.isNaN(db) ? Color.TRANSPARENT : viridis(share(db));
    }

    /** The place of an SQNR in dB on the scale: 0 (bad) and below to 1 and above. */
    public static double share(double db) {
        return (db - WORST_DB) / (BEST_DB - WORST_DB);
    }

    /** The colour of how much a layer loses, from 0 (calm) to 1: on a light ground or a dark one, as files have it. */
    public static Color ofLoss(double heat, boolean dark) {
        return Color.web(HeatPalette.colour(heat, dark));
    }

    /** Black or white, whichever can be read on {@code background}. */
    public static Color textOn(Color background) {
        double luminance = 0.2126 * linear(background.getRed())
                + 0.7152 * linear(background.getGreen())
                + 0.0722 * linear(background.getBlue());
        return luminance > 0.179 ? Color.BLACK : Color.WHITE;
    }

    /** As a stylesheet writes it. */
    public static String css(Color colour) {
        return String.format(
                Locale.ROOT,
                "#%02x%02x%02x",
                Math.round(colour.getRed() * 255),
                Math.round(colour.getGreen() * 255),
                Math.round(colour.getBlue() * 255));
    }

    private static double linear(double channel) {
        return channel <= 0.04045 ? channel / 12.92 : Math.pow((channel + 0.055) / 1.055, 2.4);
    }

    private static Color rgb(int value) {
        return Color.rgb(value >> 16, value >> 8 & 0xff, value & 0xff);
    }
}
