package org.bitwright.export;

import java.util.function.Function;
import org.bitwright.training.GradientRounding;

/**
 * The words on a chart of gradient widths, so that the picture speaks the user's language.
 *
 * @param full what gradients in full precision are called
 * @param series names a way of rounding, whatever its width
 */
public record GradientWidthWords(String bits, String accuracy, String full, Function<GradientRounding, String> series) {
    public static final GradientWidthWords ENGLISH = new GradientWidthWords(
            "gradient bits", "top-1 accuracy (%)", "full precision", GradientWidthWords::english);

    /** The name of a way of rounding in files. */
    static String id(GradientRounding rounding) {
        return rounding.stochastic() ? "stochastic" : "nearest";
    }

    private static String english(GradientRounding rounding) {
        return id(rounding) + (rounding.errorFeedback() ? ", error feedback" : "");
    }
}
