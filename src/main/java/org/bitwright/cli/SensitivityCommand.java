package org.bitwright.cli;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;
import org.bitwright.analysis.DataPart;
import org.bitwright.analysis.sensitivity.SensitivityPlan;
import org.bitwright.analysis.sensitivity.SensitivityResult;
import org.bitwright.project.Project;
import org.bitwright.task.CancelToken;
import org.bitwright.task.Progress;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** What each layer alone costs at each width. */
@Command(
        name = "sensitivity",
        description =
                "Measures what each layer alone costs at each bit-width, the rest in float; and, with --spare, what"
                        + " comes back when it alone is left in float. On labelled data by accuracy, else by the divergence of"
                        + " the outputs.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Example:",
            "  bitwright sensitivity model.onnx --data t10k-images-idx3-ubyte.gz --bits 2-8 --series channel+mse",
            "  bitwright sensitivity model.onnx --data t10k-images-idx3-ubyte.gz --preset int4-channel-mse --spare",
            "      --save work.bitwright"
        })
final class SensitivityCommand extends ExploreCommand {
    @Option(names = "--layers", paramLabel = "GLOB", description = "Try these layers only (default: all).")
    private Optional<String> layers = Optional.empty();

    @Option(
            names = "--spare",
            description = "Also leave each layer alone in float, the rest as --config, --preset and --set say.")
    private boolean spare;

    @Option(
            names = "--part",
            paramLabel = "PART",
            converter = PartConverter.class,
            description =
                    "Which samples: search (the fixed half that choices are made on), report (the other half), all"
                            + " (default: search).")
    private DataPart part = DataPart.SEARCH;

    @Option(
            names = "--limit-samples",
            paramLabel = "N",
            description = "Measure on at most N samples of that part, from the first (default: all).")
    private Optional<Integer> limitSamples = Optional.empty();

    @Option(
            names = "--no-early-stop",
            description = "Measure every cell on all samples, also where fewer settle whether it hurts.")
    private boolean noEarlyStop;

    @Override
    void explore(Project project, Progress progress, CancelToken cancel) throws Exception {
        SensitivityPlan plan = plan(project);
        int layers = plan.layers().isEmpty()
                ? project.model().layers().size()
                : plan.layers().size();
        say("Trying " + layers + " layers in " + (plan.columns().size() + (spare ? 1 : 0)) + " ways each …");
        SensitivityResult measured = project.exploration().sensitivity(plan, cell -> {}, progress, cancel);
        SensitivityReport report = new SensitivityReport(measured);
        report.put(result);
        say(report.text());
        measured.floating()
                .accuracy()
                .ifPresent(accuracy -> say("float: top-1 " + Figures.of(accuracy) + " of " + accuracy.samples()
                        + " samples (" + part.id() + ")"));
        say(measured.cells().size() + " cells in " + Figures.rounded(measured.seconds()) + " s; one by one they would"
                + " have taken " + measured.evaluations() + " passes over the data");
    }

    private SensitivityPlan plan(Project project) {
        if (limitSamples.isPresent() && limitSamples.get() < 1) {
            throw usage("--limit-samples must be at least 1, not " + limitSamples.get());
        }
        SensitivityPlan usual = project.exploration().usualSensitivity();
        return new SensitivityPlan(
                series.isEmpty() ? usual.series() : series,
                bits.map(BitWidths::values).orElse(usual.bits()),
                matching(project, layers),
                usual.present(),
                spare,
                part,
                limitSamples.orElse(Integer.MAX_VALUE),
                !noEarlyStop);
    }

    /** For picocli. */
    static final class PartConverter implements ITypeConverter<DataPart> {
        @Override
        public DataPart convert(String text) {
            return DataPart.byId(text)
                    .orElseThrow(() -> new TypeConversionException("there is no part '" + text + "'; there are: "
                            + Arrays.stream(DataPart.values()).map(DataPart::id).collect(Collectors.joining(", "))));
        }
    }
}
