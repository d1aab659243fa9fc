package org.bitwright.export;

import java.util.function.Function;
import org.bitwright.analysis.SweepSeries;
import org.bitwright.quant.Calibrator;
import org.bitwright.quant.FormatFamily;

/**
 * The words on an accuracy chart, so that the picture speaks the user's language.
 *
 * @param series names a line
 */
public record SweepWords(String bits, String accuracy, String floating, Function<SweepSeries, String> series) {
    public static final SweepWords ENGLISH =
            new SweepWords("bits", "top-1 accuracy (%)", "float", SweepWords::englishSeries);

    private static String englishSeries(SweepSeries series) {
        String granules =
                switch (series.granularity().kind()) {
                    case TENSOR -> "per tensor";
                    case CHANNEL -> "per channel";
                    case GROUP -> "groups of " + series.granularity().size();
                };
        String words = granules + ", " + calibrator(series.calibrator());
        return series.family() == FormatFamily.INT
                ? words + ", " + ConfigNames.of(series.scheme())
                : series.family().id() + ", " + words;
    }

    /** The calibrator's name as the command line spells it. */
    static String calibrator(Calibrator calibrator) {
        if (calibrator instanceof Calibrator.Percentile percentile) {
            return "percentile " + percentile.percent();
        }
        return ConfigNames.of(calibrator);
    }
}
