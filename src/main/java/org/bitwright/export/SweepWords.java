package org.bitwright.export;

import java.util.Locale;
import java.util.function.Function;
import org.bitwright.analysis.SweepSeries;
import org.bitwright.quant.Calibrator;
import org.bitwright.quant.Granularity;

/**
 * The words on an accuracy chart, so that the picture speaks the user's language.
 *
 * @param series names a line
 */
public record SweepWords(String bits, String accuracy, String floating, Function<SweepSeries, String> series) {
    public static final SweepWords ENGLISH =
            new SweepWords("bits", "top-1 accuracy (%)", "float", SweepWords::englishSeries);

    private static String englishSeries(SweepSeries series) {
        String granules = series.granularity() == Granularity.CHANNEL ? "per channel" : "per tensor";
        return granules + ", " + calibrator(series.calibrator()) + ", "
                + series.scheme().name().toLowerCase(Locale.ROOT);
    }

    /** The calibrator's name as the command line spells it. */
    static String calibrator(Calibrator calibrator) {
        if (calibrator instanceof Calibrator.Percentile percentile) {
            return "percentile " + percentile.percent();
        }
        if (calibrator instanceof Calibrator.MeanSquaredError) {
            return "mse";
        }
        return calibrator instanceof Calibrator.ArticleRule ? "article" : "minmax";
    }
}
