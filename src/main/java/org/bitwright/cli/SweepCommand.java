package org.bitwright.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.bitwright.analysis.SweepPlan;
import org.bitwright.analysis.SweepPoint;
import org.bitwright.analysis.SweepResult;
import org.bitwright.analysis.SweepSeries;
import org.bitwright.export.ConfigNames;
import org.bitwright.model.Glob;
import org.bitwright.project.Project;
import org.bitwright.quant.QuantConfig;
import org.bitwright.quant.TargetProfile;
import org.bitwright.task.CancelToken;
import org.bitwright.task.Progress;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Accuracy against bit-width. */
@Command(
        name = "sweep",
        description = "Measures accuracy against bit-width.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Example:",
            "  bitwright sweep model.onnx --data t10k-images-idx3-ubyte.gz --bits 1-16",
            "      --series tensor+minmax --series channel+mse --series codebook",
            "      --series nf4 --series mxfp4 --series fp8-e4m3+channel+mse",
            "      --series a:percentile:99.99 --series wa:channel+mse/mse+symmetric"
        })
final class SweepCommand extends WorkCommand {
    private static final String DEFAULT_SERIES = "channel+minmax";

    @Mixin
    private final WorkSource source = new WorkSource();

    @Mixin
    private final DataOptions dataOptions = new DataOptions();

    @Option(
            names = "--bits",
            paramLabel = "LIST",
            converter = BitWidths.Converter.class,
            defaultValue = "1-16",
            description = "Widths: numbers and ranges, such as 2,4,8 or 1-16 (default: ${DEFAULT-VALUE}).")
    private BitWidths bits = BitWidths.parse("1-16");

    @Option(
            names = "--series",
            paramLabel = "LINE",
            converter = SeriesOption.Converter.class,
            description = "A line of the chart, repeatable (default: " + DEFAULT_SERIES
                    + "). Of weights: [FORMAT+]GRANULARITY+CALIBRATOR[+SCHEME], or a format alone at its usual"
                    + " granularity. Of activations: a:[FORMAT+]CALIBRATOR[+SCHEME], or a: and a format; asymmetric"
                    + " unless a scheme is named. Of both at the same width: wa: and a line of weights, with"
                    + " /CALIBRATOR[+SCHEME] of the activations behind it unless they are minmax. A format with one"
                    + " width only is a dot, measured whatever --bits says. Formats: " + ConfigNames.FORMATS
                    + "; of activations: int, fp8-e4m3, fp8-e5m2, fp4. Ranges of activations come from calibration"
                    + " data.")
    private List<SweepSeries> series = List.of();

    @Option(
            names = "--target",
            paramLabel = "PROFILE",
            converter = ActivationOptions.TargetConverter.class,
            defaultValue = "none",
            description = "The runtime whose rules the activations of a line follow: " + ConfigNames.TARGETS
                    + " (default: ${DEFAULT-VALUE}).")
    private TargetProfile target = TargetProfile.NONE;

    @Option(
            names = "--layers",
            paramLabel = "GLOB",
            description = "Sweep these layers only, the rest stays float (default: all).")
    private Optional<String> layers = Optional.empty();

    @Option(
            names = "--changed-weights",
            description = "Sweep the weights as the project's equalization left them, not the model's own.")
    private boolean changedWeights;

    @Option(names = "--save", paramLabel = "FILE", description = "Save everything as a project file (.bitwright).")
    private Optional<Path> save = Optional.empty();

    @Override
    void work(Progress progress, CancelToken cancel) throws Exception {
        try (Project project = source.open(this, save)) {
            dataOptions.applyTo(project, Optional.empty(), this);
            if (project.dataSets().evaluation().isEmpty()) {
                throw usage("--data is missing: accuracy is measured on labelled samples");
            }
            dataOptions.tellHints(project, this, progress, cancel);
            SweepResult sweep =
                    project.measuring().sweep(plan(project), OptionalInt.empty(), point -> {}, progress, cancel);
            report(sweep);
            save(project, save);
        }
    }

    private SweepPlan plan(Project project) {
        try {
            List<String> names = layers.isPresent() ? new Glob(layers.get()).layersOf(project.model()) : List.of();
            List<SweepSeries> lines = series.isEmpty() ? List.of(SeriesOption.parse(DEFAULT_SERIES)) : series;
            lines.stream()
                    .filter(line -> line.widths(bits.values()).isEmpty())
                    .forEach(line -> warn("Note: " + SeriesOption.text(line) + " has none of these widths"));
            return new SweepPlan(
                    lines,
                    bits.values(),
                    names,
                    QuantConfig.empty().withTarget(target),
                    changedWeights ? project.config() : QuantConfig.empty());
        } catch (IllegalArgumentException e) {
            throw usage(String.valueOf(e.getMessage()));
        }
    }

    private void report(SweepResult sweep) {
        result.set("float", Figures.json(sweep.floatAccuracy()));
        ArrayNode points = result.putArray("points");
        sweep.points().forEach(point -> points.add(json(point)));
        say(table(sweep).toString());
        say("float: " + Figures.of(sweep.floatAccuracy()) + " of "
                + sweep.floatAccuracy().samples() + " samples");
        say(AsciiChart.of(sweep));
    }

    /** A row a width, a column a series. */
    static TextTable table(SweepResult sweep) {
        List<SweepSeries> series = sweep.plan().series();
        List<String> header = new ArrayList<>(List.of("bits"));
        series.forEach(line -> header.add(SeriesOption.text(line)));
        header.add("weights up to");
        TextTable table = new TextTable("r".repeat(header.size()), header.toArray(String[]::new));
        for (int bits : sweep.plan().widths()) {
            List<Object> row = new ArrayList<>(List.of(bits));
            long bytes = 0;
            for (SweepSeries line : series) {
                Optional<SweepPoint> point = point(sweep, line, bits);
                row.add(point.map(p -> Figures.of(p.accuracy())).orElse(""));
                bytes = Math.max(bytes, point.map(SweepPoint::bytes).orElse(0L));
            }
            row.add(Figures.bytes(bytes));
            table.row(row.toArray());
        }
        return table;
    }

    private static Optional<SweepPoint> point(SweepResult sweep, SweepSeries series, int bits) {
        return sweep.points().stream()
                .filter(point -> point.bits() == bits && point.series().equals(series))
                .findFirst();
    }

    static ObjectNode json(SweepPoint point) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("bits", point.bits());
        node.put("series", SeriesOption.text(point.series()));
        Figures.put(node, point.accuracy());
        node.put("bytes", point.bytes());
        node.put("seconds", point.seconds());
        return node;
    }
}
