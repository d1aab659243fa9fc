package org.bitwright.project;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.bitwright.analysis.ActivationSeries;
import org.bitwright.analysis.SweepPlan;
import org.bitwright.analysis.SweepSeries;
import org.bitwright.export.ExportResult;
import org.bitwright.export.ExportTarget;
import org.bitwright.model.DataSource;
import org.bitwright.model.Preprocessing;
import org.bitwright.onnx.OnnxModels;
import org.bitwright.quant.ActivationConfig;
import org.bitwright.quant.Calibrator;
import org.bitwright.quant.FormatFamily;
import org.bitwright.quant.ManualGrid;
import org.bitwright.quant.NumberFormat;
import org.bitwright.quant.QuantConfig;
import org.bitwright.quant.Range;
import org.bitwright.quant.Scheme;
import org.bitwright.quant.TargetProfile;
import org.bitwright.quant.UniformGrid;
import org.bitwright.quant.WeightOverlay;
import org.bitwright.quant.target.ActivationPlan;
import org.bitwright.quant.target.NetworkPreset;
import org.bitwright.quant.target.Quantizer;
import org.bitwright.runtime.session.InferenceException;
import org.bitwright.task.CancelToken;
import org.bitwright.task.Progress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ActivationsTest {
    private static final Path SAMPLES = Path.of("sample-models");
    private static final ActivationConfig UINT8 =
            ActivationConfig.ofStatic(new NumberFormat.Uniform(8, Scheme.ASYMMETRIC), Calibrator.minMax());

    @TempDir
    private Path folder;

    /** y = 2·x + 1 for each of two values. */
    private Project line() throws IOException {
        return Project.create(OnnxModels.opset(13)
                .input("x", -1, 2)
                .weight("w", new float[] {2, 0, 0, 2}, 2, 2)
                .weight("b", new float[] {1, 1}, 2)
                .node("Gemm", "fc", "x w b", "y")
                .output("y", -1, 2)
                .write(folder.resolve("line.onnx")));
    }

    private DataSource samples(float... values) throws IOException {
        return new DataSource(
                Files.write(folder.resolve("samples" + values[0] + ".npy"), NpySamples.floats(2, values)),
                Optional.empty(),
                Preprocessing.scaled(1),
                OptionalInt.empty());
    }

    private static QuantConfig rounded(Project project) {
        return project.config().withActivation("x", UINT8).withTarget(TargetProfile.ORT_CPU);
    }

    private static ActivationPlan plan(Project project, QuantConfig config) throws IOException, InferenceException {
        return project.activations().plan(config, new Progress(), CancelToken.none());
    }

    @Test
    void rangesComeFromTheCalibrationData() throws IOException, InferenceException {
        try (Project project = line()) {
            project.dataSets().useForCalibration(samples(0, 2, 51, 4));
            QuantConfig config = rounded(project);
            assertThat(project.activations().known(config)).isEmpty();

            ActivationPlan plan = plan(project, config);

            // 0 … 51 in 255 steps; the weights 0 … 2 in 127
            assertThat(plan.quantizers()).isEqualTo(Map.of("x", Quantizer.of(new UniformGrid(0.2f, 0, 0, 255))));
            assertThat(plan.biases().get("fc").scales()).containsExactly(0.2f * (2 / 127f));
            assertThat(plan(project, config)).isSameAs(plan);
            assertThat(project.activations().known(config).orElseThrow().samples())
                    .isEqualTo(2);
        }
    }

    @Test
    void otherCalibrationDataGiveOtherRangesAndDropWhatWasMeasured() throws IOException, InferenceException {
        try (Project project = line()) {
            project.dataSets().use(samples(1, 2, 3, 4));
            project.dataSets().useForCalibration(samples(0, 2, 51, 4));
            QuantConfig config = rounded(project);
            QuantConfig weights = project.config();
            project.measuring().measure(config, new Progress(), CancelToken.none());
            project.measuring().measure(weights, new Progress(), CancelToken.none());
            assertThat(project.measuring().measured(config)).isPresent();

            project.dataSets().useForCalibration(samples(0.5f, 2, 102, 4));

            assertThat(project.measuring().measured(config)).isEmpty();
            assertThat(project.measuring().measured(weights)).isPresent();
            assertThat(project.activations().known(config)).isEmpty();
            assertThat(plan(project, config).quantizers())
                    .isEqualTo(Map.of("x", Quantizer.of(new UniformGrid(0.4f, 0, 0, 255))));
        }
    }

    @Test
    void whatIsMeasuredIsRounded() throws IOException, InferenceException {
        try (Project project = line()) {
            project.dataSets().use(samples(0.1f, 0.9f, -0.4f, 0.4f));
            ManualGrid byHand = ManualGrid.ofGrid(new UniformGrid(0.5f, 0, 0, 255));
            QuantConfig config = QuantConfig.empty().withActivation("x", UINT8.withManual(Optional.of(byHand)));

            Measurement measured = project.measuring().measure(config, new Progress(), CancelToken.none());

            // x̂ is 0, 1 and 0, 0.5 (half a step and less to 0, 0.4 to the next): y − ŷ is 0.2, −0.2 and −0.8, −0.2;
            // y is 1.2, 2.8 and 0.2, 1.8
            double signal = 1.44 + 7.84 + 0.04 + 3.24;
            double noise = 0.04 + 0.04 + 0.64 + 0.04;
            assertThat(measured.outputSqnrDb().getAsDouble())
                    .isCloseTo(10 * Math.log10(signal / noise), org.assertj.core.data.Offset.offset(1e-4));
        }
    }

    @Test
    void rangesSetByHandNeedNoCalibrationData() throws IOException, InferenceException {
        try (Project project = line()) {
            QuantConfig config = rounded(project);
            QuantConfig byHand =
                    config.withActivation("x", UINT8.withManual(Optional.of(ManualGrid.ofRange(new Range(0, 25.5f)))));

            assertThatThrownBy(() -> plan(project, config))
                    .isInstanceOf(InferenceException.class)
                    .hasMessageContaining("there are none. Open some");
            assertThat(plan(project, byHand).quantizers())
                    .isEqualTo(Map.of("x", Quantizer.of(new UniformGrid(0.1f, 0, 0, 255))));
        }
    }

    @Test
    void changedWeightsHaveStatisticsOfTheirOwn() throws IOException, InferenceException {
        try (Project project = line()) {
            project.dataSets().useForCalibration(samples(0, 2, 51, 4));
            QuantConfig config = project.config().withActivation("y", UINT8);
            WeightOverlay doubled = WeightOverlay.of("test", Map.of("w", new float[] {4, 0, 0, 4}));
            QuantConfig changed = config.with("fc", config.of("fc").withOverlay(Optional.of(doubled)));

            // 2 · 51 + 1 and 4 · 51 + 1 in 255 steps
            assertThat(plan(project, config).quantizers().get("y"))
                    .isEqualTo(Quantizer.of(new UniformGrid(103 / 255f, 0, 0, 255)));
            assertThat(plan(project, changed).quantizers().get("y"))
                    .isEqualTo(Quantizer.of(new UniformGrid(205 / 255f, 0, 0, 255)));
        }
    }

    @Test
    void problemsNameWhatTheTargetCannotDo() throws IOException {
        try (Project project = line()) {
            project.edit("target", rounded(project).withTarget(TargetProfile.TENSORRT));

            List<Problem> problems = project.problems(new Progress(), CancelToken.none());

            assertThat(problems)
                    .extracting(Problem::kind)
                    .contains(Problem.Kind.NO_CALIBRATION, Problem.Kind.TARGET_RULE);
            assertThat(problems)
                    .extracting(Problem::toString)
                    .contains("'x' is uint8 (0 … 255), and the target needs int8 with zero point 0");
        }
    }

    @Test
    void activationsThatTheModelLacksAreRefused() throws IOException {
        try (Project project = line()) {
            assertThatThrownBy(() -> project.edit("test", project.config().withActivation("z", UINT8)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("the model has no activation 'z' that could be quantized");
        }
    }

    @Test
    void presetsOfAWholeNetworkKeepMostOfTheAccuracy() throws IOException, InferenceException {
        try (Project project = Project.create(SAMPLES.resolve("lenet5.onnx"))) {
            project.dataSets().use(mnist("t10k", 500));
            project.dataSets().useForCalibration(mnist("calibration", 200));
            double floats = project.measuring()
                    .measure(QuantConfig.empty(), new Progress(), CancelToken.none())
                    .accuracy()
                    .orElseThrow()
                    .top1();
            for (NetworkPreset preset : NetworkPreset.values()) {
                QuantConfig config = project.choices().withPreset(preset, true);
                Measurement measured = project.measuring().measure(config, new Progress(), CancelToken.none());

                assertThat(measured.accuracy().orElseThrow().top1())
                        .as(preset.id())
                        .isGreaterThan(floats - 0.03);
                assertThat(plan(project, config).violations()).as(preset.id()).isEmpty();
            }
        }
    }

    @ParameterizedTest
    @EnumSource(NetworkPreset.class)
    void presetsOfAWholeNetworkRunAsExported(NetworkPreset preset) throws IOException, InferenceException {
        try (Project project = Project.create(SAMPLES.resolve("lenet5.onnx"))) {
            project.dataSets().useForCalibration(mnist("calibration", 40));
            project.edit("preset", project.choices().withPreset(preset, true));

            ExportResult result = project.exporting()
                    .export(ExportTarget.QDQ, folder.resolve("q.onnx"), new Progress(), CancelToken.none());

            // logits reach some 20; integer kernels may round one code otherwise
            assertThat(result.parity().orElseThrow()).isLessThan(0.2);
            assertThat(result.sentences()).noneMatch(loss -> loss.startsWith("Against the rules"));
        }
    }

    @Test
    void rulesThatAreBrokenAreNamedByTheExport() throws IOException, InferenceException {
        try (Project project = line()) {
            project.dataSets().useForCalibration(samples(0, 2, 51, 4));
            project.edit(
                    "16 bits",
                    project.config()
                            .withTarget(TargetProfile.ORT_CPU)
                            .withActivation(
                                    "x",
                                    ActivationConfig.ofStatic(
                                            new NumberFormat.Uniform(16, Scheme.ASYMMETRIC), Calibrator.minMax())));

            ExportResult result = project.exporting()
                    .export(ExportTarget.QDQ, folder.resolve("q.onnx"), new Progress(), CancelToken.none());

            assertThat(result.sentences())
                    .contains(
                            "Against the rules of ort-cpu: 'x' is uint16 (0 … 65535), and the target needs uint8 or int8.");
        }
    }

    @Test
    void sweepsOfActivationsGoWithTheCalibrationData() throws IOException, InferenceException {
        try (Project project = Project.create(SAMPLES.resolve("lenet5.onnx"))) {
            project.dataSets().use(mnist("t10k", 50));
            project.dataSets().useForCalibration(mnist("calibration", 20));
            SweepSeries series = SweepSeries.ofActivations(FormatFamily.INT, ActivationSeries.usual());
            SweepPlan plan = new SweepPlan(List.of(series), List.of(8), List.of(), QuantConfig.empty());
            project.measuring().sweep(plan, OptionalInt.empty(), point -> {}, new Progress(), CancelToken.none());
            assertThat(project.measuring().lastSweep()).isPresent();

            project.dataSets().useForCalibration(mnist("calibration", 30));

            assertThat(project.measuring().lastSweep()).isEmpty();
        }
    }

    private static DataSource mnist(String part, int limit) {
        return new DataSource(
                SAMPLES.resolve("mnist/" + part + "-images-idx3-ubyte.gz"),
                Optional.of(SAMPLES.resolve("mnist/" + part + "-labels-idx1-ubyte.gz")),
                Preprocessing.scaled(1 / 255f),
                OptionalInt.of(limit));
    }
}
