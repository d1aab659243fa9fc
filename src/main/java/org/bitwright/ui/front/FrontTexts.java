package org.bitwright.ui.front;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.bitwright.analysis.Accuracy;
import org.bitwright.ui.common.Numbers;
import org.bitwright.ui.common.PairedTexts;
import org.bitwright.ui.common.Texts;
import org.bitwright.ui.common.WidthTexts;

/** What the chart says in words. */
final class FrontTexts {
    private static final int MOST_NAMES = 5;

    private FrontTexts() {}

    static String tip(FrontPoint point, FrontChartViewModel model) {
        List<String> lines = new ArrayList<>();
        lines.add(Texts.get("front.tip.size", Numbers.bytes(point.bytes()), bits(point.averageBits())));
        lines.add(Texts.get(
                model.labelledProperty().get() ? "front.tip.accuracy" : "front.tip.agreement",
                Numbers.percent(point.score().top1()),
                interval(point.score()),
                Numbers.count(point.score().samples()),
                part(point)));
        point.againstFloat().map(PairedTexts::againstFloat).ifPresent(lines::add);
        lines.addAll(WidthTexts.lines(
                point.config(), List.copyOf(point.config().layers().keySet()), MOST_NAMES));
        return String.join("\n", lines);
    }

    static String part(FrontPoint point) {
        return Texts.get("dataPart." + point.part().id());
    }

    static String bits(double bits) {
        return String.format(Locale.ROOT, "%.2f", bits);
    }

    static String interval(Accuracy accuracy) {
        return Numbers.percent(accuracy.low()).replace(" %", "") + "–" + Numbers.percent(accuracy.high());
    }

    static String scoreAxis(FrontChartViewModel model) {
        return Texts.get(model.labelledProperty().get() ? "sweep.accuracy" : "front.agreement");
    }
}
