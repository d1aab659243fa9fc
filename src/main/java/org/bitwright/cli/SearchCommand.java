package org.bitwright.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bitwright.analysis.search.SearchPlan;
import org.bitwright.analysis.search.SearchPoint;
import org.bitwright.analysis.search.SearchResult;
import org.bitwright.project.Project;
import org.bitwright.runtime.session.InferenceException;
import org.bitwright.task.CancelToken;
import org.bitwright.task.Pause;
import org.bitwright.task.Progress;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Mixed precision under a budget. */
@Command(
        name = "search",
        description = "Finds the widths of all layers under a budget: the optimum of an error model of what each layer"
                + " costs alone, then a refinement that measures real candidates. Chooses on one half of the samples and"
                + " reports on the other.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Example:",
            "  bitwright search model.onnx --data t10k-images-idx3-ubyte.gz --average-bits 4 --check 50",
            "      --save work.bitwright",
            "  bitwright search work.bitwright --accuracy-loss 0.5%% --fix 'fc*' --apply --save work.bitwright",
            "      --export qdq=small.onnx --export report=report.html"
        })
final class SearchCommand extends ExploreCommand {
    @ArgGroup(multiplicity = "1", heading = "Budget:%n", validate = true, exclusive = true)
    @SuppressWarnings("NullAway.Init")
    private BudgetOption budget;

    @Option(
            names = "--fix",
            paramLabel = "GLOB",
            description = "Leave the layers whose names match as they are, repeatable; layers with ranges set by hand"
                    + " stay anyway.")
    private List<String> fixed = List.of();

    @Option(
            names = "--candidates",
            paramLabel = "N",
            description = "Measure at most N configurations, besides those with all layers alike (default: 60).")
    private Optional<Integer> candidates = Optional.empty();

    @Option(names = "--seed", paramLabel = "N", description = "Seed of the refinement (default: 1).")
    private Optional<Long> seed = Optional.empty();

    @Option(
            names = "--check",
            paramLabel = "N",
            description = "Measure N random configurations to check how well the error model predicts (default: 0).")
    private int check;

    @Option(names = "--apply", description = "Make what was found the configuration of the project that --save writes.")
    private boolean apply;

    @Mixin
    private final ExportOptions exportOptions = new ExportOptions();

    private String best = "";

    @Override
    void explore(Project project, Progress progress, CancelToken cancel) throws Exception {
        exportOptions.checkTargets();
        if (apply && save.isEmpty()) {
            throw usage("--apply needs --save FILE: it changes the project that is saved");
        }
        SearchResult found = project.exploration()
                .search(plan(project), new Pause(), so -> tellBest(project, so, progress), progress, cancel);
        SearchReport report = new SearchReport(project, found);
        if (found.best().isEmpty()) {
            throw new WorkException(report.failure());
        }
        report.put(result);
        say(report.text());
        use(project, found.best().get(), progress, cancel);
    }

    private void tellBest(Project project, SearchResult so, Progress progress) {
        so.best().map(point -> SearchReport.text(project, point)).ifPresent(text -> {
            progress.message("best so far: " + text);
            if (!text.equals(best)) {
                best = text;
                say("best so far: " + text);
            }
        });
    }

    /** Exports are of the present configuration, which is the found one while they are written. */
    private void use(Project project, SearchPoint found, Progress progress, CancelToken cancel)
            throws IOException, InferenceException {
        if (apply || !exportOptions.exports.isEmpty()) {
            boolean changed = !project.config().equals(found.config());
            project.edit("Search", found.config());
            exportOptions.write(project, this, progress, cancel);
            if (changed && !apply) {
                project.history().undo();
            }
        }
    }

    private SearchPlan plan(Project project) {
        atLeast("--candidates", candidates.orElse(1), 1);
        atLeast("--check", check, 0);
        SearchPlan usual = project.exploration().usualSearch(budget.budget());
        List<String> free = new ArrayList<>(usual.free());
        fixed.forEach(glob -> free.removeAll(matching(project, Optional.of(glob))));
        if (free.isEmpty()) {
            throw usage("--fix leaves no layer to choose for");
        }
        return new SearchPlan(
                usual.budget(),
                series.isEmpty() ? usual.series() : series,
                bits.map(BitWidths::values).orElse(usual.bits()),
                free,
                usual.present(),
                candidates.orElse(usual.candidates()),
                seed.orElse(usual.seed()),
                check);
    }

    private void atLeast(String option, int value, int least) {
        if (value < least) {
            throw usage(option + " must be at least " + least + ", not " + value);
        }
    }
}
