package org.bitwright.ui.sweep;

import java.util.Collection;
import java.util.stream.Stream;
import org.bitwright.analysis.Accuracy;
import org.bitwright.analysis.SweepPoint;
import org.bitwright.analysis.SweepSeries;
import org.bitwright.export.SweepWords;
import org.bitwright.quant.Scheme;
import org.bitwright.ui.common.Numbers;
import org.bitwright.ui.common.SeriesTexts;
import org.bitwright.ui.common.Texts;

/** What the accuracy chart says in words. */
final class SweepTexts {
    private SweepTexts() {}

    /** A series without its schemes where all have the same. */
    static String name(SweepSeries series, Collection<SweepSeries> all) {
        boolean differ = differ(all.stream().filter(SweepSeries::hasScheme).map(SweepSeries::scheme))
                || differ(all.stream().filter(SweepSeries::hasActivationScheme).map(one -> one.activations()
                        .scheme()));
        return SeriesTexts.name(series, differ);
    }

    private static boolean differ(Stream<Scheme> schemes) {
        return schemes.distinct().count() > 1;
    }

    static SweepWords words(Collection<SweepSeries> all) {
        return new SweepWords(
                Texts.get("sweep.bits"),
                Texts.get("sweep.accuracy"),
                Texts.get("sweep.float"),
                series -> name(series, all));
    }

    static String tip(SweepPoint point, Collection<SweepSeries> all) {
        String text = name(point.series(), all) + "\n"
                + Texts.get(
                        "sweep.tip.accuracy",
                        point.bits(),
                        Numbers.percent(point.accuracy().top1()),
                        interval(point.accuracy()))
                + "\n"
                + Texts.get(
                        "sweep.tip.samples", Numbers.count(point.accuracy().samples()), Numbers.bytes(point.bytes()));
        return point.complete() ? text : text + "\n" + Texts.get("sweep.tip.partial");
    }

    static String interval(Accuracy accuracy) {
        return Numbers.percent(accuracy.low()).replace(" %", "") + "–" + Numbers.percent(accuracy.high());
    }
}
