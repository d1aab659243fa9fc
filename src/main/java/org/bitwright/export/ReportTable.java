package org.bitwright.export;

import java.util.Locale;
import org.bitwright.analysis.Accuracy;

/** A table of a report: texts to the left, numbers to the right. */
final class ReportTable {
    private final Markup page;

    private ReportTable(Markup page) {
        this.page = page;
    }

    static ReportTable open(Markup page) {
        page.raw("<div class=\"scroll\"><table>\n<thead><tr>");
        return new ReportTable(page);
    }

    /** Heads columns of texts. */
    ReportTable texts(String... names) {
        for (String name : names) {
            page.element("th", name);
        }
        return this;
    }

    /** Heads columns of numbers. */
    ReportTable numbers(String... names) {
        for (String name : names) {
            page.element("th", "r", name);
        }
        return this;
    }

    ReportTable body() {
        page.raw("</tr></thead>\n<tbody>\n");
        return this;
    }

    ReportTable row() {
        page.raw("<tr>");
        return this;
    }

    /** A name that may be long. */
    ReportTable name(String name) {
        page.element("td", "name", name);
        return this;
    }

    ReportTable text(String text) {
        page.element("td", text);
        return this;
    }

    ReportTable number(String number) {
        page.element("td", "r", number);
        return this;
    }

    void end() {
        page.raw("</tr>\n");
    }

    void close() {
        page.raw("</tbody></table></div>\n");
    }

    /** An accuracy in a cell. */
    static String withInterval(Accuracy accuracy) {
        return String.format(
                Locale.ROOT,
                "%.2f\u00a0%% (%.2f–%.2f)",
                100 * accuracy.top1(),
                100 * accuracy.low(),
                100 * accuracy.high());
    }
}
