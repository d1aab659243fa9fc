package org.bitwright.project;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.bitwright.model.DataSource;
import org.bitwright.model.Layer;
import org.bitwright.model.Preprocessing;
import org.bitwright.optimize.ImprovedLayer;
import org.bitwright.optimize.ImprovementKind;
import org.bitwright.optimize.ImprovementOptions;
import org.bitwright.quant.NumberFormat;
import org.bitwright.quant.QuantConfig;
import org.bitwright.quant.Scheme;
import org.bitwright.runtime.session.InferenceException;
import org.bitwright.task.CancelToken;
import org.bitwright.task.Progress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImprovementTest {
    private static final Path SAMPLES = Path.of("sample-models");
    private static final Path MNIST = SAMPLES.resolve("mnist");

    @TempDir
    private Path folder;

    @Test
    void anImprovementIsOneUndoStepAndIsMeasuredOnTheEvaluationData() throws Exception {
        try (Project project = project()) {
            QuantConfig start = project.config();
            ImprovementResult result = improve(project, ImprovementKind.ERROR_FEEDBACK);

            assertThat(project.config()).isEqualTo(start);
            assertThat(result.from()).isEqualTo(start);
            assertThat(result.improvement().layers()).hasSize(5).allMatch(ImprovedLayer::isChanged);
            assertThat(result.before())
                    .isEqualTo(project.measuring().measured(start))
                    .isPresent();
            assertThat(result.after())
                    .isEqualTo(project.measuring().measured(result.config()))
                    .isPresent();
            assertThat(result.after().orElseThrow().samples()).isEqualTo(300);
            assertThat(result.after().orElseThrow().outputSqnrDb().orElseThrow())
                    .isGreaterThan(result.before().orElseThrow().outputSqnrDb().orElseThrow());

            project.edit("Error feedback", result.config());
            assertThat(project.history().undoName()).contains("Error feedback");
            project.history().undo();
            assertThat(project.config()).isEqualTo(start);
        }
    }

    @Test
    void improvedWeightsComeBackWithTheProject() throws Exception {
        Path file = folder.resolve("work.bitwright");
        QuantConfig improved;
        try (Project project = project()) {
            for (ImprovementKind kind : List.of(
                    ImprovementKind.EQUALIZATION, ImprovementKind.ERROR_FEEDBACK, ImprovementKind.BIAS_CORRECTION)) {
                project.edit(kind.id(), improve(project, kind).config());
            }
            improved = project.config();
            project.save(file);
        }
        try (Project again = Project.load(file)) {
            assertThat(again.config()).isEqualTo(improved);
            assertThat(again.measuring().measured(improved)).isPresent();
        }
    }

    @Test
    void withoutCalibrationDataNothingCanBeImproved() throws Exception {
        try (Project project = Project.create(SAMPLES.resolve("lenet5.onnx"))) {
            assertThatThrownBy(() -> improve(project, ImprovementKind.EQUALIZATION))
                    .isInstanceOf(InferenceException.class)
                    .hasMessageContaining("no calibration data");
        }
    }

    @Test
    void withoutEvaluationDataNoAccuracyIsClaimed() throws Exception {
        try (Project project = Project.create(SAMPLES.resolve("lenet5.onnx"))) {
            project.dataSets().useForCalibration(source("calibration", 50));
            ImprovementResult result = improve(project, ImprovementKind.BIAS_CORRECTION);
            assertThat(result.before()).isEmpty();
            assertThat(result.after()).isEmpty();
        }
    }

    private static ImprovementResult improve(Project project, ImprovementKind kind) throws Exception {
        List<String> all = project.model().layers().stream().map(Layer::name).toList();
        return project.improve(kind, all, ImprovementOptions.defaults(), new Progress(), CancelToken.none());
    }

    /** LeNet-5 at 3 bits with 300 test and 200 calibration images. */
    private static Project project() throws Exception {
        Project project = Project.create(SAMPLES.resolve("lenet5.onnx"));
        project.dataSets().use(source("t10k", 300));
        project.dataSets().useForCalibration(source("calibration", 200));
        List<String> all = project.model().layers().stream().map(Layer::name).toList();
        project.edit(
                "3 bits",
                project.config().edit(all, config -> config.withFormat(NumberFormat.uniform(3, Scheme.SYMMETRIC))));
        return project;
    }

    private static DataSource source(String part, int count) {
        return new DataSource(
                MNIST.resolve(part + "-images-idx3-ubyte.gz"),
                Optional.of(MNIST.resolve(part + "-labels-idx1-ubyte.gz")),
                Preprocessing.scaled(1 / 255f),
                OptionalInt.of(count));
    }
}
