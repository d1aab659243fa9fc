package org.bitwright.export;

import java.util.Locale;
import java.util.Optional;
import org.bitwright.analysis.DataPart;
import org.bitwright.analysis.search.ModelCheck;
import org.bitwright.export.ReportExploration.Found;
import org.bitwright.export.ReportExploration.OnPart;

/** What a search found, what it is worth on samples that it did not choose on, and whether its error model predicts. */
final class ReportSearch {
    private ReportSearch() {}

    static void put(Markup page, ReportExploration exploration) {
        Optional<Found> found = exploration.found();
        found.ifPresent(best -> found(page, best));
        exploration.check().ifPresent(check -> check(page, check));
    }

    private static void found(Markup page, Found found) {
        page.element("h2", "What the search found").element("p", words(found)).line();
        if (!found.parts().isEmpty()) {
            ReportTable table = ReportTable.open(page)
                    .texts("Samples")
                    .numbers("n", "Accuracy", "Float")
                    .texts("Against float")
                    .body();
            found.parts().forEach(part -> row(table, part));
            table.close();
        }
        ReportNotes.list(
                page, found.advice().stream().map(advice -> advice + ".").toList());
        if (!found.present()) {
            page.raw("<details>").element("summary", "What it chose for each layer");
            ReportTable table =
                    ReportTable.open(page).texts("Layer", "Stored as").body();
            found.layers()
                    .forEach(choice ->
                            table.row().name(choice.layer()).text(choice.text()).end());
            table.close();
            page.raw("</details>\n");
        }
    }

    private static String words(Found found) {
        return "Under a budget of " + found.budget() + ": " + found.widths() + ", "
                + ReportNumbers.bytes(found.bytes()) + " of weights, found as " + found.stage() + " among "
                + found.measured() + " measured configurations. "
                + (found.present()
                        ? "It is the configuration of this report."
                        : "The configuration of this report is another one.");
    }

    private static void row(ReportTable table, OnPart part) {
        table.row()
                .text(name(part.part()))
                .number(String.format(Locale.ROOT, "%,d", part.accuracy().samples()))
                .number(ReportTable.withInterval(part.accuracy()))
                .number(ReportNumbers.percent(part.floating().top1()))
                .text(SearchWords.againstFloat(part.againstFloat()))
                .end();
    }

    private static String name(DataPart part) {
        return switch (part) {
            case ALL -> "all";
            case SEARCH -> "search half: the choice was made on it";
            case REPORT -> "report half: no choice was made on it";
        };
    }

    private static void check(Markup page, ModelCheck check) {
        page.element("h2", "Whether the error model predicts")
                .element(
                        "p",
                        "The search adds up what each layer costs alone. On "
                                + check.pairs().size()
                                + " random configurations, none of which it was made from, the rank correlation"
                                + " (Spearman) of what it predicts and what was measured is "
                                + ReportNumbers.rounded(check.spearman()) + ".")
                .raw("\n<figure>")
                .raw(ModelCheckSvg.write(check, "Predicted and measured error"))
                .raw("</figure>\n");
    }
}
