package org.bitwright.export;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.bitwright.analysis.SweepSeries;
import org.bitwright.analysis.SweptPart;
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
        return switch (series.part()) {
            case WEIGHTS -> weights(series);
            case ACTIVATIONS -> "activations: " + activations(series);
            case BOTH -> weights(series) + "; activations: " + activations(series);
        };
    }

    private static String activations(SweepSeries series) {
        List<String> words = new ArrayList<>();
        if (series.part() == SweptPart.ACTIVATIONS && series.family() != FormatFamily.INT) {
            words.add(series.family().id());
        }
        words.add(calibrator(series.activations().calibrator()));
        if (series.hasActivationScheme()) {
            words.add(ConfigNames.of(series.activations().scheme()));
        }
        return String.join(", ", words);
    }

    private static String weights(SweepSeries series) {
        String granules =
                switch (series.granularity().kind()) {
                    case TENSOR -> "per tensor";
                    case CHANNEL -> "per channel";
                    case GROUP -> "groups of " + series.granularity().size();
                };
        List<String> words = new ArrayList<>();
        if (series.family() != FormatFamily.INT) {
            words.add(series.family().id());
        }
        if (series.hasGranularity()) {
            words.add(granules);
        }
        if (series.hasCalibrator()) {
            words.add(calibrator(series.calibrator()));
        }
        if (series.hasScheme()) {
            words.add(ConfigNames.of(series.scheme()));
        }
        return String.join(", ", words);
    }

    /** The calibrator's name as the command line spells it. */
    static String calibrator(Calibrator calibrator) {
        if (calibrator instanceof Calibrator.Percentile percentile) {
            return "percentile " + percentile.percent();
        }
        return ConfigNames.of(calibrator);
    }
}
