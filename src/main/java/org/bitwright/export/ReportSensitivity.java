package org.bitwright.export;

import java.util.Locale;
import java.util.Optional;
import org.bitwright.analysis.Accuracy;
import org.bitwright.analysis.sensitivity.SensitivityCell;
import org.bitwright.analysis.sensitivity.SensitivityResult;

/** What each layer alone costs: the heat map, and the numbers behind it folded in. */
final class ReportSensitivity {
    private ReportSensitivity() {}

    static void put(Markup page, SensitivityResult result, String model) {
        if (result.cells().isEmpty()) {
            return;
        }
        page.element("h2", "What each layer alone costs")
                .element("p", words(result))
                .raw("\n<figure class=\"scroll\">")
                .raw(SensitivitySvg.write(result, model))
                .raw("</figure>\n<details>")
                .element("summary", "The numbers (" + result.cells().size() + ")");
        ReportTable table = ReportTable.open(page)
                .texts("Layer", "Tried as")
                .numbers("Accuracy", "Lost (points)", "Paired test", "KL (nats)", "SQNR (dB)", "Samples")
                .body();
        for (SensitivityCell cell : result.cells()) {
            SensitivityNumbers.of(result, cell).ifPresent(numbers -> row(table, numbers));
        }
        table.close();
        page.raw("</details>\n");
    }

    private static String words(SensitivityResult result) {
        String reference = result.floating()
                .accuracy()
                .map(accuracy -> " The float network has " + ReportNumbers.percent(accuracy.top1()) + " there ("
                        + ReportNumbers.interval(accuracy) + ").")
                .orElse("");
        return "One layer at a time quantized, the rest in float, on " + part(result) + "." + reference
                + " In bold what the paired test on the same samples calls different"
                + (result.present().isPresent()
                        ? "; the last column says what comes back when the layer alone is left in float."
                        : ".");
    }

    private static String part(SensitivityResult result) {
        String samples = String.format(Locale.ROOT, "%,d samples of ", result.samples());
        return samples
                + switch (result.plan().part()) {
                    case ALL -> "the data";
                    case SEARCH -> "the half of the data that choices are made on";
                    case REPORT -> "the half of the data that no choice is made on";
                };
    }

    private static void row(ReportTable table, SensitivityNumbers numbers) {
        Optional<Accuracy> accuracy = numbers.accuracy();
        String tried = numbers.cell()
                .column()
                .map(column -> SweepWords.ENGLISH.series().apply(column.series()) + ", " + column.bits() + " bits")
                .orElse("alone in float");
        table.row()
                .name(numbers.cell().layer())
                .text(tried)
                .number(accuracy.map(ReportTable::withInterval).orElse("–"))
                .number(accuracy.map(found -> ReportNumbers.rounded(100 * numbers.drop()))
                        .orElse("–"))
                .number(numbers.paired()
                        .map(test -> SearchWords.probability(test))
                        .orElse("–"))
                .number(ReportNumbers.rounded(numbers.fidelity().kl()))
                .number(ReportNumbers.rounded(numbers.fidelity().sqnrDb()))
                .number(String.valueOf(numbers.fidelity().samples()))
                .end();
    }
}
