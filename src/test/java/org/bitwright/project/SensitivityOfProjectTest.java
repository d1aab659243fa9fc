package org.bitwright.project;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CancellationException;
import org.bitwright.analysis.DataPart;
import org.bitwright.analysis.Fidelity;
import org.bitwright.analysis.sensitivity.SensitivityCell;
import org.bitwright.analysis.sensitivity.SensitivityPlan;
import org.bitwright.analysis.sensitivity.SensitivityResult;
import org.bitwright.model.DataSource;
import org.bitwright.model.Layer;
import org.bitwright.quant.QuantConfig;
import org.bitwright.quant.TensorConfig;
import org.bitwright.quant.WeightOverlay;
import org.bitwright.runtime.session.InferenceException;
import org.bitwright.task.CancelToken;
import org.bitwright.task.Progress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SensitivityOfProjectTest {
    @TempDir
    private Path folder;

    private static Project opened(int samples) throws IOException {
        Project project = Project.create(Mnist.LENET);
        project.dataSets().use(Mnist.first(samples));
        return project;
    }

    private static SensitivityPlan plan(Project project, DataPart part, Integer... bits) {
        SensitivityPlan usual = project.exploration().usualSensitivity();
        return new SensitivityPlan(
                usual.series(), List.of(bits), List.of(), project.config(), true, part, Integer.MAX_VALUE, false);
    }

    private static SensitivityResult measure(Project project, SensitivityPlan plan)
            throws IOException, InferenceException {
        return project.exploration().sensitivity(plan, cell -> {}, new Progress(), CancelToken.none());
    }

    /** Breaks off after so many cells were heard. */
    private static void cancelled(Project project, SensitivityPlan plan, int cells) {
        CancelToken cancel = new CancelToken();
        List<SensitivityCell> heard = new ArrayList<>();
        assertThatThrownBy(() -> project.exploration()
                        .sensitivity(
                                plan,
                                cell -> {
                                    heard.add(cell);
                                    if (heard.size() == cells) {
                                        cancel.cancel();
                                    }
                                },
                                new Progress(),
                                cancel))
                .isInstanceOf(CancellationException.class);
    }

    private static List<Fidelity> fidelities(SensitivityResult result) {
        return result.cells().stream().map(SensitivityCell::fidelity).toList();
    }

    @Test
    void partsOfTheDataAreMeasuredOnTheirOwnSamples() throws IOException, InferenceException {
        try (Project project = opened(301)) {
            Measurement floating = project.measuring().measure(QuantConfig.empty(), new Progress(), CancelToken.none());
            Measurement present = project.measuring().measure(project.config(), new Progress(), CancelToken.none());
            Map<DataPart, Integer> sizes = Map.of(DataPart.ALL, 301, DataPart.SEARCH, 151, DataPart.REPORT, 150);
            for (DataPart part : DataPart.values()) {
                SensitivityResult result = measure(project, plan(project, part, 4));
                assertThat(result.samples()).isEqualTo(sizes.get(part));
                assertThat(result.floating().accuracy()).isEqualTo(floating.accuracy(part));
                assertThat(result.present().orElseThrow().accuracy()).isEqualTo(present.accuracy(part));
                assertThat(result.cells()).hasSize(10);
                assertThat(project.exploration().lastSensitivity()).contains(result);
            }
        }
    }

    @Test
    void oneSampleHasNoReportHalf() throws IOException {
        try (Project project = opened(1)) {
            assertThatThrownBy(() -> measure(project, plan(project, DataPart.REPORT, 4)))
                    .isInstanceOf(InferenceException.class)
                    .hasMessageContaining("1 samples have no report half");
        }
    }

    @Test
    void whatWasMeasuredIsNotMeasuredAgain() throws IOException, InferenceException {
        try (Project project = opened(200)) {
            SensitivityPlan plan = plan(project, DataPart.SEARCH, 2, 4);
            SensitivityResult first = measure(project, plan);
            List<SensitivityCell> told = new ArrayList<>();
            SensitivityResult again =
                    project.exploration().sensitivity(plan, told::add, new Progress(), CancelToken.none());
            assertThat(again).isEqualTo(first);
            assertThat(told).containsExactlyElementsOf(first.cells());

            SensitivityResult more = measure(project, plan(project, DataPart.SEARCH, 2, 3, 4));
            for (SensitivityCell cell : first.cells()) {
                assertThat(more.cells()).contains(cell);
            }
        }
    }

    @Test
    void cancelledMeasurementIsSavedAndGoneOnWith() throws IOException, InferenceException {
        Path file = folder.resolve("work.bitwright");
        SensitivityPlan plan;
        SensitivityResult whole;
        try (Project project = opened(600)) {
            plan = plan(project, DataPart.SEARCH, 2, 3, 4);
            whole = measure(project, plan);
        }
        try (Project project = opened(600)) {
            cancelled(project, plan, 25);
            SensitivityResult part = project.exploration().lastSensitivity().orElseThrow();
            assertThat(part.cells()).isNotEmpty().hasSizeLessThanOrEqualTo(20);
            assertThat(part.cells()).anyMatch(cell -> !cell.settled());
            assertThat(project.isModified()).isTrue();
            project.save(file);
            assertThat(project.isModified()).isFalse();
        }
        try (Project again = Project.load(file)) {
            SensitivityResult part = again.exploration().lastSensitivity().orElseThrow();
            List<SensitivityCell> told = new ArrayList<>();
            SensitivityResult rest =
                    again.exploration().sensitivity(plan, told::add, new Progress(), CancelToken.none());
            assertThat(told.subList(0, part.cells().size())).isEqualTo(part.cells());
            assertThat(fidelities(rest)).isEqualTo(fidelities(whole));
            assertThat(rest.floating()).isEqualTo(whole.floating());
            assertThat(rest.present()).isEqualTo(whole.present());
            assertThat(rest.seconds()).isGreaterThan(part.seconds());
            assertThat(again.isModified()).isTrue();
        }
    }

    @Test
    void otherWeightsAreMeasuredAnew() throws IOException, InferenceException {
        try (Project project = opened(100)) {
            SensitivityResult own = measure(project, plan(project, DataPart.SEARCH, 4));
            Layer layer = project.model().layers().get(0);
            WeightOverlay zeros =
                    WeightOverlay.of("test", Map.of(layer.weight().name(), new float[(int) layer.parameters()]));
            TensorConfig changed = project.config().of(layer.name()).withOverlay(Optional.of(zeros));
            project.edit("zeros", project.config().with(layer.name(), changed));

            SensitivityResult other = measure(project, plan(project, DataPart.SEARCH, 4));

            assertThat(other.floating()).isEqualTo(own.floating());
            assertThat(other.cells().get(2).fidelity())
                    .isNotEqualTo(own.cells().get(2).fidelity());
            assertThat(measure(project, own.plan())).isEqualTo(own);
        }
    }

    @Test
    void otherDataDropResultsAndTheSameDoNot() throws IOException, InferenceException {
        try (Project project = opened(100)) {
            DataSource source = project.dataSets().evaluationSource().orElseThrow();
            SensitivityResult result = measure(project, plan(project, DataPart.SEARCH, 4));
            project.dataSets().use(source);
            assertThat(project.exploration().lastSensitivity()).contains(result);
            project.dataSets().use(source.withLimit(OptionalInt.of(99)));
            assertThat(project.exploration().lastSensitivity()).isEmpty();
        }
    }
}
