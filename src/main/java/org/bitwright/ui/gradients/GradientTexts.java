package org.bitwright.ui.gradients;

import java.util.Optional;
import org.bitwright.training.GradientRounding;
import org.bitwright.training.GradientStatistics;
import org.bitwright.ui.common.Numbers;
import org.bitwright.ui.common.Texts;

/** What the view of gradients says in words. */
final class GradientTexts {
    private GradientTexts() {}

    static String source(GradientSource source) {
        return source.isPresent() ? Texts.get("gradients.source.present") : source.run();
    }

    /** When it was. */
    static String moment(GradientMoment moment) {
        if (moment.epoch() == 0) {
            return Texts.get("gradients.moment.step", Numbers.count(moment.step()));
        }
        return moment.steps() == 0
                ? Texts.get("gradients.moment.end", Numbers.count(moment.epoch()))
                : Texts.get(
                        "gradients.moment.running",
                        Numbers.count(moment.epoch()),
                        Numbers.count(moment.step()),
                        Numbers.count(moment.steps()));
    }

    /** What distributed training would send. */
    static String sent(GradientMoment moment) {
        long sent = bytes(moment.sentBits());
        long floating = bytes(moment.floatBits());
        return sent == floating
                ? Texts.get("gradients.sentFloat", Numbers.bytes(floating))
                : Texts.get(
                        "gradients.sent",
                        Numbers.bytes(sent),
                        Numbers.bytes(floating),
                        Numbers.twoDigits((double) floating / sent));
    }

    static long bytes(long bits) {
        return (bits + 7) / 8;
    }

    static String rounding(Optional<GradientRounding> rounding) {
        if (rounding.isEmpty()) {
            return Texts.get("gradients.rounding.none");
        }
        GradientRounding how = rounding.get();
        String text = Texts.get(
                "gradients.rounding.bits",
                String.valueOf(how.bits()),
                Texts.get(how.stochastic() ? "gradients.stochastic" : "gradients.nearest"));
        return how.errorFeedback() ? text + " · " + Texts.get("gradients.feedback") : text;
    }

    /** The picture in a sentence, for those who cannot see it. */
    static String summary(GradientStatistics gradient) {
        return Texts.get(
                "gradients.summary",
                gradient.parameter(),
                Numbers.count(gradient.values()),
                Numbers.shortText(gradient.maxAbs()),
                Numbers.decibels(gradient.sqnr()));
    }

    /** A bin under the pointer, and what rounding makes of it. */
    static String tip(GradientStatistics gradient, Optional<GradientLevels> levels, double value) {
        long[] bins = gradient.histogram();
        double width = 2 * gradient.maxAbs() / bins.length;
        int bin = (int) Math.floor((value + gradient.maxAbs()) / width);
        if (bins.length == 0 || !(width > 0) || bin < 0 || bin >= bins.length) {
            return Numbers.shortText(value);
        }
        double from = -gradient.maxAbs() + bin * width;
        String text = Texts.get(
                "gradients.tip.bin",
                Numbers.shortText(from),
                Numbers.shortText(from + width),
                Numbers.count(bins[bin]),
                Numbers.percent((double) bins[bin] / Math.max(1, gradient.values())));
        return levels.map(shown -> text + "\n" + level(shown, value)).orElse(text);
    }

    private static String level(GradientLevels levels, double value) {
        int nearest = levels.nearest(value);
        return Texts.get(
                "gradients.tip.level",
                Numbers.count(nearest - levels.side()),
                Numbers.shortText(levels.level(nearest)),
                Numbers.count(Math.round(levels.counts()[nearest])));
    }
}
