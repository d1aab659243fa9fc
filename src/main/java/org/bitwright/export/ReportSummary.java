package org.bitwright.export;

import java.io.IOException;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import org.bitwright.analysis.Accuracy;
import org.bitwright.model.Layer;
import org.bitwright.quant.StorageSize;
import org.bitwright.quant.TensorConfig;
import org.bitwright.task.CancelToken;

/** The head of a report: what it is about, and the numbers that count. */
final class ReportSummary {
    private static final DateTimeFormatter WHEN = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'", Locale.ROOT);

    private ReportSummary() {}

    static void put(Markup page, ExportSource source, ReportFacts facts, CancelToken cancel) throws IOException {
        page.element("h1", "Quantization of " + source.model().fileName())
                .line()
                .element(
                        "p",
                        "sub",
                        ToolVersion.text() + " · "
                                + WHEN.format(ZonedDateTime.now(ZoneOffset.UTC)) + " · "
                                + chosen(source))
                .raw("\n<div class=\"tiles\">\n");
        accuracy(page, source, facts);
        size(page, source, cancel);
        page.raw("</div>\n");
    }

    private static String chosen(ExportSource source) {
        long weights = source.model().layers().stream()
                .filter(layer -> source.config().of(layer.name()).format().isQuantized())
                .count();
        int activations = source.plan().quantizers().size();
        return weights + " of " + source.model().layers().size() + " layers and "
                + (activations == 0 ? "no" : String.valueOf(activations)) + " activations quantized, target "
                + source.config().target().id();
    }

    private static void accuracy(Markup page, ExportSource source, ReportFacts facts) {
        Optional<ConfigResults> results = source.results();
        results.flatMap(ConfigResults::floatAccuracy).ifPresent(accuracy -> tile(page, "Accuracy in float", accuracy));
        Optional<ExportResult> run = facts.run();
        if (run.isPresent()) {
            FileResults found = run.get().results().orElseThrow();
            String name = String.valueOf(run.get().path().getFileName());
            found.accuracy().ifPresent(accuracy -> tile(page, "Accuracy of " + name + ", run itself", accuracy));
            agreement(page, name, found.agreement(), found.outputSqnrDb(), found.outputCosine());
        } else if (results.isPresent()) {
            ConfigResults found = results.get();
            found.accuracy().ifPresent(accuracy -> tile(page, "Accuracy quantized (simulated)", accuracy));
            agreement(page, "simulated", found.agreement(), found.outputSqnrDb(), found.outputCosine());
        } else {
            tile(page, "Accuracy", "–", "not measured: there are no evaluation data, or none of this configuration");
        }
    }

    private static void agreement(
            Markup page, String of, double agreement, OptionalDouble sqnrDb, OptionalDouble cosine) {
        tile(
                page,
                "Same answer as float (" + of + ")",
                ReportNumbers.percent(agreement),
                "outputs: SQNR " + ReportNumbers.rounded(sqnrDb.orElse(Double.NaN)) + " dB, cosine "
                        + ReportNumbers.rounded(cosine.orElse(Double.NaN)));
    }

    private static void size(Markup page, ExportSource source, CancelToken cancel) throws IOException {
        long bytes = 0;
        long floats = 0;
        long coded = 0;
        for (Layer layer : source.model().layers()) {
            bytes += StorageSize.bytes(layer, source.config().of(layer.name()));
            floats += StorageSize.bytes(layer, TensorConfig.unquantized());
            coded += source.quantized(layer, cancel).entropyBytes().orElse(0);
        }
        if (bytes > 0) {
            tile(
                    page,
                    "Weights",
                    ReportNumbers.bytes(bytes),
                    ReportNumbers.rounded((double) floats / bytes) + " times smaller than "
                            + ReportNumbers.bytes(floats)
                            + (coded > 0 ? "; Huffman-coded " + ReportNumbers.bytes(coded) : ""));
        }
    }

    static void tile(Markup page, String name, Accuracy accuracy) {
        tile(page, name, ReportNumbers.percent(accuracy.top1()), ReportNumbers.interval(accuracy));
    }

    private static void tile(Markup page, String name, String number, String more) {
        page.raw("<div class=\"tile\">")
                .element("div", "name", name)
                .element("div", "number", number)
                .element("div", "more", more)
                .raw("</div>\n");
    }
}
