package org.bitwright.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.bitwright.analysis.SweepPlan;
import org.bitwright.analysis.SweepSeries;
import org.bitwright.export.AtomicFile;
import org.bitwright.export.ExportTarget;
import org.bitwright.project.Measurement;
import org.bitwright.project.Project;
import org.bitwright.quant.QuantConfig;
import org.bitwright.runtime.session.InferenceException;
import org.bitwright.task.CancelToken;
import org.bitwright.task.Progress;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Measures a configuration, exports it where asked, and writes the report about it. */
@Command(
        name = "report",
        description =
                "Measures a configuration and writes a report: one HTML file with what was chosen, accuracy, size,"
                        + " error a layer, warnings, and how to do it again.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Example:",
            "  bitwright report model.onnx --preset int8-channel --data t10k-images-idx3-ubyte.gz --sweep 2-8",
            "      --export qdq=small.onnx --out report.html"
        })
final class ReportCommand extends WorkCommand {
    private static final String DEFAULT_SERIES = "channel+minmax";

    @Mixin
    private final ConfiguredWork options = new ConfiguredWork();

    @Option(names = "--out", required = true, paramLabel = "FILE", description = "The HTML file to write.")
    @SuppressWarnings("NullAway.Init")
    private Path out;

    @Option(
            names = "--sweep",
            paramLabel = "LIST",
            converter = BitWidths.Converter.class,
            description =
                    "Measure accuracy at these widths for the chart, such as 1-16 (default: what the project holds).")
    private Optional<BitWidths> sweep = Optional.empty();

    @Option(
            names = "--series",
            paramLabel = "[FORMAT+]GRANULARITY+CALIBRATOR[+SCHEME]",
            converter = SeriesOption.Converter.class,
            description = "A line of the chart, repeatable (default: " + DEFAULT_SERIES + ").")
    private List<SweepSeries> series = List.of();

    @Override
    void work(Progress progress, CancelToken cancel) throws Exception {
        AtomicFile.checkTarget(out);
        options.exports.checkTargets();
        try (Project project = options.source.open(this)) {
            options.useData(project, this);
            options.configure(project, this, cancel);
            if (sweep.isPresent() && project.dataSets().evaluation().isEmpty()) {
                throw usage("--sweep needs --data: accuracy is measured on labelled samples");
            }
            if (project.dataSets().evaluation().isPresent()) {
                measure(project, progress.part(0, 0.3), cancel);
            }
            write(project, progress.part(0.3, 1), cancel);
        }
    }

    private void measure(Project project, Progress progress, CancelToken cancel)
            throws IOException, InferenceException {
        progress.message("float");
        Measurement floating = project.measuring().measure(QuantConfig.empty(), progress, cancel);
        progress.message("quantized");
        Measurement quantized = project.measuring().measure(project.config(), progress, cancel);
        floating.accuracy().ifPresent(accuracy -> result.set("float", Figures.json(accuracy)));
        quantized.accuracy().ifPresent(accuracy -> result.set("quantized", Figures.json(accuracy)));
    }

    private void write(Project project, Progress progress, CancelToken cancel) throws IOException, InferenceException {
        if (sweep.isPresent()) {
            progress.message("sweep");
            List<SweepSeries> lines = series.isEmpty() ? List.of(SeriesOption.parse(DEFAULT_SERIES)) : series;
            SweepPlan plan = new SweepPlan(lines, sweep.get().values(), List.of(), QuantConfig.empty());
            project.measuring().sweep(plan, OptionalInt.empty(), point -> {}, progress, cancel);
        }
        options.exports.write(project, this, progress, cancel);
        options.exports.write(new ExportOption(ExportTarget.REPORT, out), project, this, progress, cancel);
    }
}
