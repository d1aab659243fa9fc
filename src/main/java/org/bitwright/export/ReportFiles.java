package org.bitwright.export;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.bitwright.analysis.Accuracy;
import org.bitwright.export.ReportFacts.WrittenFile;
import org.bitwright.model.Phrase;
import org.bitwright.onnx.OptimizedGraph;
import org.bitwright.onnx.OptimizedGraph.Kernel;
import org.bitwright.onnx.OptimizedGraph.Numbers;
import org.bitwright.runtime.BatchLatency;
import org.bitwright.runtime.Latency;
import org.bitwright.runtime.LatencyComparison;

/** The files that were written: what they do themselves, how fast they are, and what they lost. */
final class ReportFiles {
    /** More losses of a file are folded in. */
    private static final int MOST_OPEN = 8;

    private ReportFiles() {}

    static void put(Markup page, ReportFacts facts) {
        if (!facts.files().isEmpty()) {
            page.element("h2", "Written files").line();
            facts.files().forEach(file -> file(page, file));
        }
    }

    private static void file(Markup page, WrittenFile file) {
        ExportResult export = file.result();
        page.element(
                "h3",
                export.path().getFileName() + " (" + export.target().id() + ", " + ReportNumbers.bytes(export.bytes())
                        + ")");
        export.results().ifPresent(results -> page.element("p", words(results)));
        export.check().ifPresent(parity -> page.element("p", words(parity)));
        export.graph().ifPresent(graph -> kernels(page, graph));
        file.latency().ifPresent(latency -> latency(page, latency));
        losses(page, export);
    }

    private static String words(FileResults results) {
        Optional<Accuracy> accuracy = results.accuracy();
        return "The file itself, run in ONNX Runtime on " + results.samples() + " samples of " + results.dataName()
                + ": "
                + accuracy.map(found -> "top-1 " + ReportNumbers.percent(found.top1()) + " ("
                                + ReportNumbers.interval(found) + "), ")
                        .orElse("")
                + "the answer of the float network on " + ReportNumbers.percent(results.agreement())
                + ", outputs at an SQNR of "
                + ReportNumbers.rounded(results.outputSqnrDb().orElse(Double.NaN)) + " dB and a cosine of "
                + ReportNumbers.rounded(results.outputCosine().orElse(Double.NaN)) + ".";
    }

    private static String words(Parity parity) {
        return "On " + parity.samples() + " samples of " + parity.dataName()
                + " its outputs differ from the simulation's by at most "
                + ReportNumbers.rounded(parity.maxDifference()) + ", the answer is the same on "
                + ReportNumbers.percent(parity.agreement()) + ".";
    }

    private static void kernels(Markup page, OptimizedGraph graph) {
        page.element(
                "p",
                "ONNX Runtime computes " + graph.count(Numbers.INTEGER) + " of "
                        + graph.kernels().size() + " convolutions and products in integers, "
                        + graph.count(Numbers.NARROW_WEIGHTS) + " with narrow weights and "
                        + graph.count(Numbers.FLOAT) + " in float.");
        ReportNotes.list(
                page,
                graph.kernels().stream()
                        .filter(kernel -> !kernel.reason().isEmpty())
                        .map(ReportFiles::reason)
                        .toList());
    }

    private static String reason(Kernel kernel) {
        return "'" + kernel.operator() + "' " + kernel.reason();
    }

    private static void latency(Markup page, LatencyComparison latency) {
        page.element(
                        "p",
                        "Measured in turns with the float network, " + latency.runtime() + ", " + latency.threads()
                                + (latency.threads() == 1 ? " thread" : " threads") + ", medians with the tenth and"
                                + " ninetieth percentile:")
                .raw("\n<div class=\"scroll\"><table><thead><tr><th>Batch</th><th class=\"r\">Float</th>"
                        + "<th class=\"r\">This file</th><th class=\"r\">Times as fast</th>"
                        + "<th class=\"r\">Samples a second</th></tr></thead><tbody>\n");
        for (BatchLatency batch : latency.batches()) {
            page.raw("<tr>")
                    .element("td", batch.batch())
                    .element("td", "r", milliseconds(batch.floating()))
                    .element("td", "r", milliseconds(batch.written()))
                    .element("td", "r", ReportNumbers.rounded(batch.speedup()))
                    .element("td", "r", String.format(Locale.ROOT, "%,.0f", batch.throughput()))
                    .raw("</tr>\n");
        }
        page.raw("</tbody></table></div>\n");
        ReportNotes.list(page, latency.slowing().stream().map(Phrase::toString).toList());
    }

    private static String milliseconds(Latency latency) {
        return String.format(
                Locale.ROOT, "%.3f ms (%.3f–%.3f)", 1e3 * latency.median(), 1e3 * latency.low(), 1e3 * latency.high());
    }

    private static void losses(Markup page, ExportResult export) {
        List<String> losses = export.sentences();
        if (losses.isEmpty()) {
            page.element("p", "faint", "It loses nothing.");
            return;
        }
        page.raw(losses.size() <= MOST_OPEN ? "<details open=\"open\">" : "<details>")
                .element("summary", "What it loses (" + losses.size() + ")");
        ReportNotes.list(page, losses);
        page.raw("</details>\n");
    }
}
