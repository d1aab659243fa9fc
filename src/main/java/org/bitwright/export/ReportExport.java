package org.bitwright.export;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.bitwright.export.ErrorBarsSvg.Bar;
import org.bitwright.model.Layer;
import org.bitwright.model.Phrase;
import org.bitwright.quant.QuantError;
import org.bitwright.task.CancelToken;

/**
 * The report (exports.md, 9): one HTML file that needs no other, light or dark as the reader's system asks for. It is
 * well-formed XML as well.
 */
final class ReportExport implements Exporter {
    private static final int MOST_BARS = 80;

    private final ReportFacts facts;

    ReportExport(ReportFacts facts) {
        this.facts = facts;
    }

    @Override
    public List<Phrase> write(ExportSource source, Path file, CancelToken cancel) throws IOException {
        byte[] page = page(source, cancel).getBytes(StandardCharsets.UTF_8);
        AtomicFile.write(file, out -> out.write(page));
        return List.of();
    }

    private String page(ExportSource source, CancelToken cancel) throws IOException {
        Markup page = new Markup();
        String title = "Quantization of " + source.model().fileName();
        page.raw("<!DOCTYPE html>\n<html xmlns=\"http://www.w3.org/1999/xhtml\" lang=\"en\">\n<head>\n")
                .raw("<meta charset=\"utf-8\"/>\n")
                .raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n")
                .raw("<meta name=\"color-scheme\" content=\"light dark\"/>\n")
                .element("title", title)
                .raw("\n<style>\n")
                .raw(style())
                .raw("</style>\n</head>\n<body>\n");
        ReportSummary.put(page, source, facts, cancel);
        charts(page, source, cancel);
        ReportRuns.put(page, facts.training(), source.model().fileName());
        exploration(page, source.model().fileName());
        ReportTensors.put(page, source, cancel);
        ReportNotes.put(page, source, facts);
        ReportFiles.put(page, facts);
        ReportOrigin.put(page, source, facts, cancel);
        return page.raw("</body>\n</html>\n").toString();
    }

    private static String style() {
        try (InputStream in = ReportExport.class.getResourceAsStream("report.css")) {
            if (in == null) {
                throw new IllegalStateException("report.css is missing beside the program");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void charts(Markup page, ExportSource source, CancelToken cancel) throws IOException {
        facts.sweep().ifPresent(sweep -> page.element("h2", "Accuracy against bit-width")
                .raw("\n<figure>")
                .raw(AccuracyChartSvg.write(sweep, source.model().fileName()))
                .raw("</figure>\n"));
        List<Bar> bars = bars(source, cancel);
        if (!bars.isEmpty()) {
            page.element("h2", "Error of every layer");
            if (bars.size() > MOST_BARS) {
                page.element("p", "faint", "The " + MOST_BARS + " of " + bars.size() + " layers with the most noise.");
                bars.sort(Comparator.comparingDouble(Bar::sqnrDb));
            }
            page.raw("\n<figure>")
                    .raw(ErrorBarsSvg.write(bars.subList(0, Math.min(MOST_BARS, bars.size()))))
                    .raw("</figure>\n");
        }
    }

    private void exploration(Markup page, String model) {
        ReportExploration exploration = facts.exploration();
        ReportSearch.put(page, exploration);
        ReportFront.put(page, exploration, model);
        exploration.sensitivity().ifPresent(result -> ReportSensitivity.put(page, result, model));
    }

    private static List<Bar> bars(ExportSource source, CancelToken cancel) throws IOException {
        List<Bar> bars = new ArrayList<>();
        for (Layer layer : source.model().layers()) {
            if (source.config().of(layer.name()).format().isQuantized()) {
                QuantError error = source.quantized(layer, cancel).error();
                if (Double.isFinite(error.sqnrDb())) {
                    String label = ReportNumbers.rounded(error.sqnrDb()) + " dB";
                    bars.add(new Bar(layer.name(), error.sqnrDb(), label));
                }
            }
        }
        return bars;
    }

    @Override
    public boolean isRunnable() {
        return false;
    }
}
