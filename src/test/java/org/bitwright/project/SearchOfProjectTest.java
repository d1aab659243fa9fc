package org.bitwright.project;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CancellationException;
import org.bitwright.analysis.DataPart;
import org.bitwright.analysis.search.Budget;
import org.bitwright.analysis.search.SearchPlan;
import org.bitwright.analysis.search.SearchPoint;
import org.bitwright.analysis.search.SearchResult;
import org.bitwright.model.DataSource;
import org.bitwright.model.InvalidFileException;
import org.bitwright.model.Layer;
import org.bitwright.model.Preprocessing;
import org.bitwright.quant.ActivationConfig;
import org.bitwright.quant.Calibrator;
import org.bitwright.quant.ManualGrid;
import org.bitwright.quant.NumberFormat;
import org.bitwright.quant.Preset;
import org.bitwright.quant.QuantConfig;
import org.bitwright.quant.Range;
import org.bitwright.quant.Scheme;
import org.bitwright.runtime.session.InferenceException;
import org.bitwright.task.CancelToken;
import org.bitwright.task.Pause;
import org.bitwright.task.Progress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SearchOfProjectTest {
    @TempDir
    private Path folder;

    static Project opened(DataSource data) throws IOException {
        Project project = Project.create(Mnist.LENET);
        project.dataSets().use(data);
        return project;
    }

    /** A few candidates, which a test has time for. */
    static SearchPlan plan(Project project, Budget budget) {
        SearchPlan usual = project.exploration().usualSearch(budget);
        return new SearchPlan(
                usual.budget(), usual.series(), List.of(2, 3, 4, 6), usual.free(), usual.present(), 8, 7, 3);
    }

    static SearchResult search(Project project, SearchPlan plan) throws IOException, InferenceException {
        return project.exploration().search(plan, new Pause(), result -> {}, new Progress(), CancelToken.none());
    }

    @Test
    void bestAndFrontAreMeasuredOnAllSamples() throws IOException, InferenceException {
        try (Project project = opened(Mnist.first(400))) {
            SearchResult found = search(project, plan(project, new Budget.AverageBits(4)));
            assertThat(found.finished()).isTrue();
            assertThat(project.exploration().lastSearch()).contains(found);
            SearchPoint best = found.best().orElseThrow();
            Measurement measured = project.measuring().measured(best.config()).orElseThrow();
            assertThat(measured.samples()).isEqualTo(400);
            assertThat(measured.accuracy(DataPart.SEARCH))
                    .isEqualTo(best.fidelity().accuracy());
            assertThat(measured.bytes()).isEqualTo(best.bytes());
            // The float network besides.
            assertThat(project.exploration().measured()).hasSizeBetween(2, Searching.MOST_REPORTED + 1);
            assertThat(project.exploration().compare(QuantConfig.empty(), best.config()))
                    .isPresent();
        }
    }

    @Test
    void cancelledSearchIsSavedAndComesToTheSameEnd() throws IOException, InferenceException {
        Path file = folder.resolve("work.bitwright");
        SearchPlan plan;
        SearchResult whole;
        try (Project project = opened(Mnist.first(400))) {
            plan = plan(project, new Budget.AccuracyLoss(0.02));
            whole = search(project, plan);
        }
        for (int steps : new int[] {1, 3, whole.points().size()}) {
            try (Project project = opened(Mnist.first(400))) {
                SearchResult part = cancelled(project, plan, steps);
                assertThat(part.finished()).isFalse();
                assertThat(project.isModified()).isTrue();
                project.save(file);
            }
            try (Project again = Project.load(file)) {
                SearchResult part = again.exploration().lastSearch().orElseThrow();
                assertThat(whole.points().subList(0, part.points().size()))
                        .extracting(SearchPoint::fidelity)
                        .isEqualTo(part.points().stream()
                                .map(SearchPoint::fidelity)
                                .toList());
                assertThat(search(again, plan)).isEqualTo(whole);
                assertThat(again.exploration().lastSearch()).contains(whole);
            }
        }
    }

    /** Breaks off after so many steps; gives what is kept then. */
    private static SearchResult cancelled(Project project, SearchPlan plan, int steps) {
        CancelToken cancel = new CancelToken();
        List<SearchResult> heard = new ArrayList<>();
        assertThatThrownBy(() -> project.exploration()
                        .search(
                                plan,
                                new Pause(),
                                result -> {
                                    heard.add(result);
                                    if (heard.size() == steps) {
                                        cancel.cancel();
                                    }
                                },
                                new Progress(),
                                cancel))
                .isInstanceOf(CancellationException.class);
        SearchResult kept = project.exploration().lastSearch().orElseThrow();
        assertThat(kept).isEqualTo(heard.get(heard.size() - 1));
        return kept;
    }

    @Test
    void repeatedSearchMeasuresNothing() throws IOException, InferenceException {
        Path file = folder.resolve("work.bitwright");
        try (Project project = opened(Mnist.first(400))) {
            SearchPlan plan = plan(project, new Budget.AverageBits(4));
            SearchResult found = search(project, plan);
            project.save(file);
            assertThat(search(project, plan)).isEqualTo(found);
            // Whatever is measured is something to save.
            assertThat(project.isModified()).isFalse();
        }
        try (Project again = Project.load(file)) {
            SearchResult found = again.exploration().lastSearch().orElseThrow();
            assertThat(search(again, found.plan())).isEqualTo(found);
            assertThat(again.isModified()).isFalse();
        }
    }

    @Test
    void layersSetByHandStayAsTheyAre() throws IOException, InferenceException {
        try (Project project = opened(Mnist.first(200))) {
            Layer first = project.model().layers().get(0);
            QuantConfig byHand = project.config()
                    .with(
                            first.name(),
                            project.config()
                                    .of(first.name())
                                    .withManual(0, ManualGrid.ofRange(new Range(-0.2f, 0.2f))));
            project.edit("by hand", byHand);
            SearchPlan plan = plan(project, new Budget.AverageBits(5));
            assertThat(plan.free()).doesNotContain(first.name()).hasSize(4);
            SearchResult found = search(project, plan);
            assertThat(found.best().orElseThrow().config().of(first.name())).isEqualTo(byHand.of(first.name()));
        }
    }

    @Test
    void otherCalibrationDataDropOnlyWhatDependsOnThem() throws IOException, InferenceException {
        DataSource calibration = new DataSource(
                Mnist.SAMPLES.resolve("mnist/calibration-images-idx3-ubyte.gz"),
                Optional.empty(),
                Preprocessing.scaled(1 / 255f),
                OptionalInt.of(20));
        try (Project project = opened(Mnist.first(200))) {
            project.dataSets().useForCalibration(calibration);
            SearchResult ofWeights = search(project, plan(project, new Budget.AverageBits(5)));
            project.dataSets().useForCalibration(calibration.withLimit(OptionalInt.of(19)));
            assertThat(project.exploration().lastSearch()).contains(ofWeights);

            String edge = project.model().edges().get(0).name();
            ActivationConfig rounded =
                    ActivationConfig.ofStatic(new NumberFormat.Uniform(8, Scheme.ASYMMETRIC), Calibrator.minMax());
            project.edit("activations", project.config().withActivation(edge, rounded));
            search(project, plan(project, new Budget.AverageBits(5)));
            project.dataSets().useForCalibration(calibration);
            assertThat(project.exploration().lastSearch()).isEmpty();
            assertThat(project.exploration().measured()).isNotEmpty().noneMatch(found -> found.config()
                    .quantizesActivations());
            assertThat(project.measuring()
                            .measured(ofWeights.best().orElseThrow().config()))
                    .isPresent();
        }
    }

    @Test
    void dataWithoutLabelsAreSearchedByTheirOutputs() throws IOException, InferenceException {
        DataSource unlabelled =
                new DataSource(Mnist.IMAGES, Optional.empty(), Preprocessing.scaled(1 / 255f), OptionalInt.of(200));
        Path file = folder.resolve("work.bitwright");
        SearchResult found;
        try (Project project = opened(unlabelled)) {
            found = search(project, plan(project, new Budget.AverageBits(4)));
            SearchPoint best = found.best().orElseThrow();
            assertThat(best.averageBits()).isLessThanOrEqualTo(4);
            assertThat(best.fidelity().outcomes()).isEmpty();
            assertThat(project.exploration().front()).isNotEmpty();
            assertThat(project.exploration().compare(QuantConfig.empty(), best.config()))
                    .isEmpty();
            project.save(file);
        }
        try (Project again = Project.load(file)) {
            assertThat(again.exploration().lastSearch()).contains(found);
        }
    }

    @Test
    void resultsThatAreNotOfTheModelAreRefused() throws IOException, InferenceException {
        Path file = folder.resolve("work.bitwright");
        try (Project project = opened(Mnist.first(100))) {
            search(project, plan(project, new Budget.AverageBits(5)));
            project.save(file);
        }
        SavedWork work = ProjectFile.read(file);
        SearchResult found = work.results().search().orElseThrow();
        SearchPoint first = found.points().get(0);
        SearchPoint wrong = new SearchPoint(
                first.config().with("none", Preset.BINARY.config()),
                first.stage(),
                first.bytes(),
                first.averageBits(),
                first.bitOperations(),
                first.predicted(),
                first.fidelity(),
                first.withinBudget());
        SearchResult other = new SearchResult(
                found.plan(),
                found.floating(),
                found.best(),
                List.of(wrong),
                found.check(),
                found.optimal(),
                found.advice(),
                found.finished());
        SavedResults results = work.results();
        SavedResults changed = new SavedResults(
                results.measurements(), results.sweep(), results.halves(), results.sensitivities(), Optional.of(other));
        ProjectFile.write(file, work.withResults(changed));
        assertThatThrownBy(() -> Project.load(file))
                .isInstanceOf(InvalidFileException.class)
                .hasMessageContaining("search.points")
                .hasMessageContaining("no layer 'none'");
    }
}
