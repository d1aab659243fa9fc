package org.bitwright.export;

import java.util.List;
import org.bitwright.quant.target.RuleNote;

/** What a report says in sentences: the target's rules, and warnings. */
final class ReportNotes {
    private ReportNotes() {}

    static void put(Markup page, ExportSource source, ReportFacts facts) {
        rules(page, source.plan().notes(), source.plan().violations());
        if (!facts.warnings().isEmpty()) {
            page.element("h2", "Warnings").raw("\n<ul>\n");
            facts.warnings().forEach(warning -> page.raw("<li class=\"")
                    .text(warning.severity())
                    .raw("\">")
                    .element("b", warning.severity())
                    .text(": " + warning.text())
                    .raw("</li>\n"));
            page.raw("</ul>\n");
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

    /** Nothing where there are none. */
    static void list(Markup page, List<String> sentences) {
        if (sentences.isEmpty()) {
            return;
        }
        page.raw("\n<ul>\n");
        sentences.forEach(sentence -> page.element("li", sentence).line());
        page.raw("</ul>\n");
    }
}
