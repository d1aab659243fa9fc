package org.bitwright.export;

import java.util.List;
import org.bitwright.quant.target.RuleNote;

/** What a report says in sentences: the target's rules, warnings, and what written files lost. */
final class ReportNotes {
    /** More losses of a file are folded in. */
    private static final int MOST_OPEN = 8;

    private ReportNotes() {}

    static void put(Markup page, ExportSource source, ReportFacts facts) {
        rules(page, source.plan().notes(), source.plan().violations());
        if (!facts.warnings().isEmpty()) {
            page.element("h2", "Warnings").raw("\n<ul>\n");
            facts.warnings()
                    .forEach(warning -> page.raw("<li class=\"")
                            .text(warning.severity())
                            .raw("\">")
                            .element("b", warning.severity())
                            .text(": " + warning.text())
                            .raw("</li>\n"));
            page.raw("</ul>\n");
        }
        if (!facts.exports().isEmpty()) {
            page.element("h2", "Written files").line();
            facts.exports().forEach(export -> file(page, export));
        }
    }

    private static void rules(Markup page, List<RuleNote> notes, List<RuleNote> violations) {
        if (!violations.isEmpty()) {
            page.element("h2", "What the target cannot run as chosen");
            list(page, violations.stream().map(RuleNote::text).toList());
        }
        if (!notes.isEmpty()) {
            page.element("h2", "Rules of the target that were applied");
            list(page, notes.stream().map(RuleNote::text).toList());
        }
    }

    private static void file(Markup page, ExportResult export) {
        page.element("h3", export.path().getFileName() + " (" + export.target().id() + ", "
                + ReportNumbers.bytes(export.bytes()) + ")");
        export.check()
                .ifPresent(parity -> page.element(
                        "p",
                        "The written file was run on " + parity.samples() + " samples of " + parity.dataName()
                                + ": its outputs differ from the simulation's by at most "
                                + ReportNumbers.rounded(parity.maxDifference()) + ", the answer is the same on "
                                + ReportNumbers.percent(parity.agreement()) + "."));
        if (export.losses().isEmpty()) {
            page.element("p", "faint", "It loses nothing.");
        } else {
            boolean open = export.losses().size() <= MOST_OPEN;
            page.raw(open ? "<details open=\"open\">" : "<details>")
                    .element("summary", "What it loses (" + export.losses().size() + ")");
            list(page, export.losses());
            page.raw("</details>\n");
        }
    }

    private static void list(Markup page, List<String> sentences) {
        page.raw("\n<ul>\n");
        sentences.forEach(sentence -> page.element("li", sentence).line());
        page.raw("</ul>\n");
    }
}
