package org.bitwright.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.bitwright.analysis.SweepPlan;
import org.bitwright.analysis.SweepResult;
import org.bitwright.analysis.search.Budget;
import org.bitwright.analysis.search.SearchPlan;
import org.bitwright.analysis.search.SearchResult;
import org.bitwright.analysis.sensitivity.SensitivityResult;
import org.bitwright.export.AccuracyChartSvg;
import org.bitwright.export.AtomicFile;
import org.bitwright.export.ExportTarget;
import org.bitwright.export.SensitivityCsv;
import org.bitwright.export.SensitivitySvg;
import org.bitwright.export.SweepCsv;
import org.bitwright.model.DataSource;
import org.bitwright.model.Layer;
import org.bitwright.project.Measurement;
import org.bitwright.project.Project;
import org.bitwright.project.Sample;
import org.bitwright.project.Samples;
import org.bitwright.quant.Preset;
import org.bitwright.quant.QuantConfig;
import org.bitwright.runtime.session.InferenceException;
import org.bitwright.task.CancelToken;
import org.bitwright.task.Pause;
import org.bitwright.task.Progress;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The main job on the bundled model and data. */
@Command(
        name = "demo",
        description = "Quantizes, sweeps, searches and exports the bundled model; every number is measured now.",
        mixinStandardHelpOptions = true,
        footer = {"", "Example:", "  bitwright demo --out target/demo"})
final class DemoCommand extends WorkCommand {
    private static final String SAMPLE = "lenet5";
    private static final List<Preset> PRESETS = List.of(
            Preset.INT8_CHANNEL,
            Preset.INT8_TENSOR,
            Preset.INT8_NARROW,
            Preset.INT4_CHANNEL_MSE,
            Preset.BINARY,
            Preset.ARTICLE);
    private static final int SEARCHED_BITS = 3;
    private static final String SEARCHED_SERIES = "channel+mse";
    private static final int CHECKS = 20;
    private static final List<String> SERIES = List.of("tensor+minmax", "channel+minmax", "channel+mse");

    @Option(
            names = "--out",
            paramLabel = "FOLDER",
            defaultValue = "target/demo",
            description = "Folder for what is written (default: ${DEFAULT-VALUE}).")
    private Path out = Path.of("target/demo");

    @Option(names = "--limit", paramLabel = "N", description = "Use at most N samples (default: all).")
    private Optional<Integer> limit = Optional.empty();

    @Override
    void work(Progress progress, CancelToken cancel) throws Exception {
        if (limit.isPresent() && limit.get() < 1) {
            throw usage("--limit must be at least 1, not " + limit.get());
        }
        Sample sample = Samples.list().stream()
                .filter(candidate -> candidate.id().equals(SAMPLE))
                .findFirst()
                .orElseThrow(() -> new IOException("the bundled model is missing: there is no folder 'sample-models'"
                        + " in the working directory, beside the program or above it"));
        Files.createDirectories(out);
        try (Project project = Project.create(sample.model())) {
            project.dataSets().use(limited(sample.evaluationSource()));
            project.dataSets().useForCalibration(sample.calibrationSource());
            project.edit(
                    Preset.INT8_CHANNEL.id(), project.choices().withPreset(Preset.INT8_CHANNEL, names(project), true));
            run(project, sample, progress, cancel);
        }
    }

    private DataSource limited(DataSource source) {
        return source.withLimit(limit.map(OptionalInt::of).orElse(OptionalInt.empty()));
    }

    private void run(Project project, Sample sample, Progress progress, CancelToken cancel)
            throws IOException, InferenceException {
        say(sample.title() + " on " + sample.dataset() + ": " + sample.description());
        say("\nWeights at 8 bits per channel:");
        LayerReport layers = LayerReport.of(project, progress.part(0, 0.02), cancel);
        result.set("layers", layers.json());
        say(layers.table());
        comparePresets(project, progress.part(0.02, 0.2), cancel);
        export(project, progress.part(0.2, 0.25), cancel);
        sweep(project, sample, progress.part(0.25, 0.6), cancel);
        search(project, sample, progress.part(0.6, 0.95), cancel);
        save(project, progress.part(0.95, 1), cancel);
        say("\nEverything is in " + out + ".");
    }

    private void comparePresets(Project project, Progress progress, CancelToken cancel)
            throws IOException, InferenceException {
        TextTable table = new TextTable("lrrrr", "configuration", "top-1 (95 %)", "agreement", "weights", "smaller");
        ArrayNode list = result.putArray("presets");
        List<String> all = names(project);
        progress.message("float");
        compare("float", QuantConfig.empty(), project, table, list, progress, cancel);
        for (Preset preset : PRESETS) {
            progress.message(preset.id());
            compare(
                    preset.id(),
                    project.choices().withPreset(preset, all, true),
                    project,
                    table,
                    list,
                    progress,
                    cancel);
        }
        int samples = project.dataSets().evaluation().orElseThrow().size();
        say("\nAccuracy on " + samples + " test images:");
        say(table.toString());
    }

    private static List<String> names(Project project) {
        return project.model().layers().stream().map(Layer::name).toList();
    }

    private void compare(
            String name,
            QuantConfig config,
            Project project,
            TextTable table,
            ArrayNode list,
            Progress progress,
            CancelToken cancel)
            throws IOException, InferenceException {
        Measurement measured = project.measuring().measure(config, progress, cancel);
        ObjectNode node = list.addObject().put("name", name);
        measured.accuracy().ifPresent(accuracy -> Figures.put(node, accuracy));
        node.put("agreement", measured.agreement());
        node.put("bytes", measured.bytes());
        table.row(
                name,
                measured.accuracy().map(Figures::of).orElse("–"),
                Figures.percent(measured.agreement()),
                Figures.bytes(measured.bytes()),
                Figures.rounded((double) project.measuring().floatBytes() / measured.bytes()) + "×");
    }

    private void export(Project project, Progress progress, CancelToken cancel) throws IOException, InferenceException {
        say("\nFiles, at 8 bits per channel:");
        ArrayNode exports = result.putArray("exports");
        for (ExportTarget target : ExportTarget.values()) {
            if (target != ExportTarget.REPORT) {
                export(project, target, exports, progress, cancel);
            }
        }
    }

    private void export(Project project, ExportTarget target, ArrayNode exports, Progress progress, CancelToken cancel)
            throws IOException, InferenceException {
        Path file = out.resolve(
                SAMPLE + "." + target.id() + (target.id().equals(target.extension()) ? "" : "." + target.extension()));
        ExportReport report = new ExportReport(project.exporting().export(target, file, progress, cancel));
        exports.add(report.json());
        say(report.text());
    }

    private void sweep(Project project, Sample sample, Progress progress, CancelToken cancel)
            throws IOException, InferenceException {
        progress.message("sweep");
        SweepPlan plan = new SweepPlan(
                SERIES.stream().map(SeriesOption::parse).toList(),
                IntStream.rangeClosed(BitWidths.MIN, BitWidths.MAX).boxed().toList(),
                List.of(),
                QuantConfig.empty());
        SweepResult sweep = project.measuring().sweep(plan, OptionalInt.empty(), point -> {}, progress, cancel);
        write("accuracy.svg", AccuracyChartSvg.write(sweep, sample.title() + " on " + sample.dataset()));
        write("sweep.csv", SweepCsv.write(sweep));
        say("\nAccuracy against bit-width:");
        say(SweepCommand.table(sweep).toString());
        say(AsciiChart.of(sweep));
        ArrayNode points = result.putArray("points");
        sweep.points().forEach(point -> points.add(SweepCommand.json(point)));
    }

    /** What each layer alone costs, and the best widths of all of them at an average that alike layers do badly with. */
    private void search(Project project, Sample sample, Progress progress, CancelToken cancel)
            throws IOException, InferenceException {
        progress.message("search");
        SearchPlan usual = project.exploration().usualSearch(new Budget.AverageBits(SEARCHED_BITS));
        SearchPlan plan = new SearchPlan(
                usual.budget(),
                List.of(SeriesOption.parse(SEARCHED_SERIES)),
                usual.bits(),
                usual.free(),
                usual.present(),
                usual.candidates(),
                usual.seed(),
                CHECKS);
        SearchResult found = project.exploration().search(plan, new Pause(), so -> {}, progress, cancel);
        String title = sample.title() + " on " + sample.dataset();
        Optional<SensitivityResult> sensitivity = project.exploration().lastSensitivity();
        if (sensitivity.isPresent()) {
            write("sensitivity.svg", SensitivitySvg.write(sensitivity.get(), title));
            write("sensitivity.csv", SensitivityCsv.write(sensitivity.get()));
            say("\n" + new SensitivityReport(sensitivity.get()).text() + "\n");
        }
        SearchReport report = new SearchReport(project, found);
        report.put(result.putObject("search"));
        say(report.text());
    }

    private void save(Project project, Progress progress, CancelToken cancel) throws IOException, InferenceException {
        say("");
        Path saved = out.resolve(SAMPLE + ".bitwright");
        project.save(saved);
        say("wrote " + saved + " (project)");
        export(project, ExportTarget.REPORT, result.withArray("exports"), progress, cancel);
    }

    private void write(String name, String text) throws IOException {
        Path file = out.resolve(name);
        AtomicFile.write(file, stream -> stream.write(text.getBytes(StandardCharsets.UTF_8)));
        say("wrote " + file);
    }
}
