package org.bitwright.export;

import java.util.Locale;
import java.util.function.Function;
import org.bitwright.analysis.SweepSeries;

/**
 * The words on a heat map, so that the picture speaks the user's language.
 *
 * @param spared heads the column of layers that alone were left in float
 * @param measure says what the numbers are
 * @param series names a group of columns
 * @param different says what bold numbers are
 * @param partial says what a hollow mark is
 * @param calm the lower end of the colours
 * @param alarming the upper end of the colours
 */
public record SensitivityWords(
        String bits,
        String spared,
        Function<SensitivityMeasure, String> measure,
        Function<SweepSeries, String> series,
        String different,
        String partial,
        String calm,
        String alarming) {
    public static final SensitivityWords ENGLISH = new SensitivityWords(
            "bits",
            "in float",
            SensitivityWords::english,
            SweepWords.ENGLISH.series(),
            "bold: different by the paired test",
            "≈ not on all samples",
            "harmless",
            "harmful");

    private static String english(SensitivityMeasure measure) {
        return switch (measure) {
            case DROP -> "points of top-1 accuracy lost by the layer alone";
            case KL -> "divergence from float by the layer alone (thousandths of a nat)";
            case SQNR -> "SQNR of the outputs with the layer alone (dB)";
        };
    }

    /** What is said of a cell when the mouse rests on it, in numbers. */
    static String numbers(SensitivityNumbers numbers) {
        StringBuilder text = new StringBuilder();
        numbers.accuracy()
                .ifPresent(accuracy -> text.append(String.format(
                        Locale.ROOT,
                        "%.2f %% (%.2f–%.2f), ",
                        100 * accuracy.top1(),
                        100 * accuracy.low(),
                        100 * accuracy.high())));
        text.append("KL ").append(ReportNumbers.rounded(numbers.fidelity().kl()));
        text.append(", SQNR ")
                .append(ReportNumbers.rounded(numbers.fidelity().sqnrDb()))
                .append(" dB");
        numbers.paired().ifPresent(test -> text.append(", p = ").append(ReportNumbers.rounded(test.p())));
        return text.append(", n = ").append(numbers.fidelity().samples()).toString();
    }
}
