package org.bitwright.ui.gradients;

import java.util.Optional;
import org.bitwright.analysis.Accuracy;
import org.bitwright.export.GradientWidth;
import org.bitwright.export.GradientWidthWords;
import org.bitwright.training.GradientRounding;
import org.bitwright.ui.common.Numbers;
import org.bitwright.ui.common.Texts;

/** What a comparison of gradient widths says in words. */
final class TwinTexts {
    private TwinTexts() {}

    static GradientWidthWords words() {
        return new GradientWidthWords(
                Texts.get("twins.bits"), Texts.get("sweep.accuracy"), Texts.get("twins.full"), TwinTexts::series);
    }

    /** A width, whatever the way of rounding. */
    static String width(Optional<GradientRounding> rounding) {
        return rounding.map(how -> Texts.get("gradients.width", String.valueOf(how.bits())))
                .orElseGet(() -> Texts.get("twins.full"));
    }

    /** A way of rounding, whatever its width. */
    static String series(GradientRounding rounding) {
        String text = Texts.get(rounding.stochastic() ? "gradients.stochastic" : "gradients.nearest");
        return rounding.errorFeedback() ? text + ", " + Texts.get("gradients.feedback") : text;
    }

    static String tip(GradientWidth width) {
        String text = GradientTexts.rounding(width.rounding()) + "\n"
                + Texts.get(
                        "twins.tip.accuracy",
                        Numbers.percent(width.accuracy().top1()),
                        interval(width.accuracy()),
                        Numbers.count(width.accuracy().samples()))
                + "\n"
                + Texts.get("twins.tip.epoch", Numbers.count(width.epoch()), Numbers.count(width.epochs()));
        return width.complete() ? text : text + "\n" + Texts.get("twins.tip.broken");
    }

    static String interval(Accuracy accuracy) {
        return Numbers.percent(accuracy.low()).replace(" %", "") + "–" + Numbers.percent(accuracy.high());
    }
}
