package org.bitwright.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bitwright.export.WidthSummary;
import org.bitwright.project.Measurement;
import org.bitwright.project.Project;
import org.bitwright.project.Variant;
import org.bitwright.project.VariantComparison;
import org.bitwright.quant.QuantConfig;
import org.bitwright.runtime.LatencyRun;
import org.bitwright.runtime.session.InferenceException;
import org.bitwright.task.CancelToken;
import org.bitwright.task.Parallel;
import org.bitwright.task.Progress;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Keeps configurations of a project under names, and compares them. */
@Command(
        name = "variants",
        description = "Lists the configurations that a project keeps under names; adds, renames, removes, loads and"
                + " compares them.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Example:",
            "  bitwright variants work.bitwright --preset int4-channel-mse --add small",
            "  bitwright variants work.bitwright --compare small present --latency"
        })
final class VariantsCommand extends WorkCommand {
    /** Names that stand for what has no name, unless a variant has taken them. */
    private static final String PRESENT = "present";

    private static final String FLOAT = "float";

    @Mixin
    private final WorkSource source = new WorkSource();

    @Mixin
    private final PresentOptions presentOptions = new PresentOptions();

    @Mixin
    private final DataOptions dataOptions = new DataOptions();

    @Option(
            names = "--add",
            paramLabel = "NAME",
            description = "Keep the present configuration, with the options above, under this name.")
    private Optional<String> add = Optional.empty();

    @Option(names = "--rename", paramLabel = "OLD=NEW", description = "Give a variant another name.")
    private Optional<String> rename = Optional.empty();

    @Option(names = "--remove", paramLabel = "NAME", description = "Forget a variant.")
    private Optional<String> remove = Optional.empty();

    @Option(names = "--load", paramLabel = "NAME", description = "Make a variant the project's present configuration.")
    private Optional<String> load = Optional.empty();

    @Option(
            names = "--compare",
            arity = "2",
            paramLabel = "NAME",
            description = "Put two side by side, layer by layer, with accuracy where there are data: variants, or"
                    + " '" + PRESENT + "' or '" + FLOAT + "'.")
    private List<String> compare = new ArrayList<>();

    @Option(
            names = "--latency",
            description = "With --compare: measure how fast both are as networks of integers, in turns.")
    private boolean latency;

    @Option(
            names = "--save",
            paramLabel = "FILE",
            description = "Save as this project file (default: the project file itself, where something changed).")
    private Optional<Path> save = Optional.empty();

    @Override
    void work(Progress progress, CancelToken cancel) throws Exception {
        if (latency && compare.isEmpty()) {
            throw usage("--latency needs --compare");
        }
        try (Project project = source.open(this, target())) {
            if (changes() && target().isEmpty()) {
                throw usage("variants are kept in a project file: name one, or give --save FILE");
            }
            dataOptions.applyTo(project, presentOptions.preprocessing(), this);
            presentOptions.applyTo(project, this, cancel);
            change(project);
            list(project);
            if (!compare.isEmpty()) {
                compare(project, progress, cancel);
            }
            save(project, target());
        }
    }

    /** Where it is saved in the end, if it is. */
    private Optional<Path> target() {
        return changes() ? save.or(source::projectFile) : save;
    }

    private boolean changes() {
        return add.isPresent() || rename.isPresent() || remove.isPresent() || load.isPresent();
    }

    private void change(Project project) {
        try {
            add.ifPresent(name -> project.variants().add(name, project.config()));
            rename.ifPresent(names -> rename(project, names));
            remove.ifPresent(name -> project.variants().remove(name));
            load.ifPresent(
                    name -> project.edit("Variant " + name, named(project, name).config()));
        } catch (IllegalArgumentException e) {
            throw usage(String.valueOf(e.getMessage()));
        }
    }

    private static void rename(Project project, String names) {
        int equals = names.indexOf('=');
        if (equals < 0) {
            throw new IllegalArgumentException("--rename takes OLD=NEW, not '" + names + "'");
        }
        project.variants().rename(names.substring(0, equals), names.substring(equals + 1));
    }

    private static Variant named(Project project, String name) {
        Optional<Variant> found = project.variants().find(name);
        if (found.isEmpty() && name.equals(PRESENT)) {
            return new Variant(PRESENT, project.config());
        }
        if (found.isEmpty() && name.equals(FLOAT)) {
            return new Variant(FLOAT, QuantConfig.empty());
        }
        List<String> names =
                project.variants().all().stream().map(Variant::name).toList();
        return found.orElseThrow(() -> new IllegalArgumentException("there is no variant '" + name + "'"
                + (names.isEmpty() ? "" : "; there are: " + String.join(", ", names))));
    }

    private void list(Project project) {
        ArrayNode variants = result.putArray("variants");
        TextTable table = new TextTable("lrrrl", "variant", "weights", "bits", "top-1 (95 %)", "");
        for (Variant variant : project.variants().all()) {
            row(project, variant, table, variants);
        }
        say(variants.isEmpty() ? "The project keeps no variants." : table.toString());
    }

    private static void row(Project project, Variant variant, TextTable table, ArrayNode variants) {
        long bytes = project.measuring().bytes(variant.config());
        double bits = WidthSummary.of(project.model(), variant.config()).average();
        boolean present = variant.config().equals(project.config());
        Optional<Measurement> measured = project.measuring().measured(variant.config());
        ObjectNode node = variants.addObject().put("name", variant.name());
        node.put("bytes", bytes);
        node.put("average_bits", bits);
        node.put("present", present);
        measured.flatMap(Measurement::accuracy).ifPresent(accuracy -> Figures.put(node, accuracy));
        table.row(
                variant.name(),
                Figures.bytes(bytes),
                Figures.rounded(bits),
                measured.flatMap(Measurement::accuracy).map(Figures::of).orElse("–"),
                present ? "present" : "");
    }

    private void compare(Project project, Progress progress, CancelToken cancel)
            throws IOException, InferenceException {
        Variant first;
        Variant second;
        try {
            first = named(project, compare.get(0));
            second = named(project, compare.get(1));
        } catch (IllegalArgumentException e) {
            throw usage(String.valueOf(e.getMessage()));
        }
        VariantComparison compared = project.exploration().compareVariants(first, second, progress, cancel);
        ComparisonReport report = new ComparisonReport(compared);
        result.set("comparison", report.json());
        say(report.text());
        if (latency) {
            VariantLatencyReport speed = new VariantLatencyReport(
                    project.exploration()
                            .measureLatency(first, second, Parallel.threads(), LatencyRun.BATCHES, progress, cancel),
                    compared);
            result.set("latency", speed.json());
            say(speed.text());
        }
    }
}
