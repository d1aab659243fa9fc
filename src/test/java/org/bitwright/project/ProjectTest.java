package org.bitwright.project;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CancellationException;
import org.bitwright.analysis.SweepPlan;
import org.bitwright.analysis.SweepResult;
import org.bitwright.analysis.SweepSeries;
import org.bitwright.model.DataSource;
import org.bitwright.model.Layer;
import org.bitwright.model.Preprocessing;
import org.bitwright.quant.AssignedCodes;
import org.bitwright.quant.Calibrator;
import org.bitwright.quant.Granularity;
import org.bitwright.quant.ManualGrid;
import org.bitwright.quant.NumberFormat;
import org.bitwright.quant.Preset;
import org.bitwright.quant.QuantConfig;
import org.bitwright.quant.Range;
import org.bitwright.quant.Rounding;
import org.bitwright.quant.Scheme;
import org.bitwright.quant.TensorConfig;
import org.bitwright.quant.WeightOverlay;
import org.bitwright.runtime.session.InferenceException;
import org.bitwright.task.CancelToken;
import org.bitwright.task.Progress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProjectTest {
    @TempDir
    private Path folder;

    private static Measurement measure(Project project, QuantConfig config) throws IOException, InferenceException {
        return project.measuring().measure(config, new Progress(), CancelToken.none());
    }

    @Test
    void newProjectHasEveryLayerAtEightBitsWithOneRange() throws IOException {
        try (Project project = Project.create(Mnist.LENET)) {
            assertThat(project.config().layers()).hasSize(5);
            assertThat(project.config().layers().values())
                    .containsOnly(TensorConfig.of(
                            NumberFormat.uniform(8, Scheme.SYMMETRIC), Granularity.TENSOR, Calibrator.minMax()));
            assertThat(project.isModified()).isFalse();
            assertThat(project.file()).isEmpty();
        }
    }

    @Test
    void bytesCountPayloadAndScales() throws IOException {
        try (Project project = Project.create(Mnist.LENET)) {
            // 150 + 2400 + 48000 + 10080 + 840 weights; 6 + 16 + 120 + 84 + 10 channels of one float32 scale each.
            assertThat(project.measuring().floatBytes()).isEqualTo(61470 * 4);
            assertThat(project.measuring().bytes(project.config())).isEqualTo(61470 + 5 * 4);
            List<String> all =
                    project.model().layers().stream().map(Layer::name).toList();
            assertThat(project.measuring().bytes(project.choices().withPreset(Preset.INT8_CHANNEL, all, true)))
                    .isEqualTo(61470 + 236 * 4);
        }
    }

    @Test
    void presetLeavesHandMadeLayersUnlessTold() throws IOException {
        try (Project project = Project.create(Mnist.LENET)) {
            String first = project.model().layers().get(0).name();
            List<String> all =
                    project.model().layers().stream().map(Layer::name).toList();
            TensorConfig byHand = project.config().of(first).withManual(0, ManualGrid.ofRange(new Range(-0.1f, 0.1f)));
            project.edit("by hand", project.config().with(first, byHand));
            QuantConfig spared = project.choices().withPreset(Preset.BINARY, all, false);
            assertThat(spared.of(first)).isEqualTo(byHand);
            assertThat(spared.of(all.get(1)).format()).isEqualTo(NumberFormat.binary());
            assertThat(project.choices()
                            .withPreset(Preset.BINARY, all, true)
                            .of(first)
                            .format())
                    .isEqualTo(NumberFormat.binary());
        }
    }

    @Test
    void quantizedLayerIsCachedByItsConfiguration() throws IOException {
        try (Project project = Project.create(Mnist.LENET)) {
            String layer = project.model().layers().get(0).name();
            TensorConfig config = project.config().of(layer);
            assertThat(project.layers().cached(layer, config)).isEmpty();
            var quantized = project.layers().quantized(layer, config, CancelToken.none());
            assertThat(project.layers().cached(layer, config).orElseThrow()).isSameAs(quantized);
            assertThat(project.layers().cached(layer, config.withGranularity(Granularity.CHANNEL)))
                    .isEmpty();
        }
    }

    private static SweepPlan plan(Integer... bits) {
        SweepSeries series = new SweepSeries(Granularity.CHANNEL, Calibrator.minMax(), Scheme.SYMMETRIC);
        return new SweepPlan(List.of(series), List.of(bits), List.of(), QuantConfig.empty());
    }

    @Test
    void floatNetworkAgreesWithItself() throws IOException, InferenceException {
        try (Project project = Project.create(Mnist.LENET)) {
            project.dataSets().use(Mnist.first(500));
            Measurement floating = measure(project, QuantConfig.empty());
            assertThat(floating.agreement()).isEqualTo(1);
            assertThat(floating.outputSqnrDb()).hasValue(Double.POSITIVE_INFINITY);
            assertThat(floating.accuracy().orElseThrow().top1()).isGreaterThan(0.9);
            assertThat(floating.bytes()).isEqualTo(project.measuring().floatBytes());
        }
    }

    @Test
    void editForLayersOrChannelsThatAreNotThereIsRefused() throws IOException {
        try (Project project = Project.create(Mnist.LENET)) {
            String first = project.model().layers().get(0).name();
            TensorConfig beyond = Preset.INT8_CHANNEL.config().withManual(6, ManualGrid.ofRange(new Range(-1, 1)));
            assertThatThrownBy(() -> project.edit("x", project.config().with(first, beyond)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("6 channels");
            assertThatThrownBy(() -> project.edit("x", project.config().with("none", beyond)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("none");
            assertThat(project.history().undoName()).isEmpty();
        }
    }

    @Test
    void changedWeightsThatAreNotTheModelsAreRefused() throws IOException {
        try (Project project = Project.create(Mnist.LENET)) {
            Layer first = project.model().layers().get(0);
            TensorConfig plain = Preset.INT8_CHANNEL.config();
            int[] codes = new int[(int) first.parameters()];
            codes[0] = 128;
            assertThatThrownBy(() -> edit(project, first, plain.withRounding(assigned(codes))))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("its format does not have");
            assertThatThrownBy(() -> edit(project, first, plain.withRounding(assigned(new int[3]))))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("3 codes");
            assertThatThrownBy(() -> edit(project, first, changed(plain, "none", 3)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("'none'");
            assertThatThrownBy(() ->
                            edit(project, first, changed(plain, first.weight().name(), 3)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("150 values, but 3");
            edit(project, first, changed(plain, first.weight().name(), 150));
            codes[0] = 127;
            edit(project, first, plain.withRounding(assigned(codes)));
        }
    }

    private static void edit(Project project, Layer layer, TensorConfig choice) {
        project.edit("x", project.config().with(layer.name(), choice));
    }

    private static Rounding assigned(int... codes) {
        return new Rounding.Assigned(AssignedCodes.of("test", codes));
    }

    private static TensorConfig changed(TensorConfig config, String tensor, int values) {
        return config.withOverlay(Optional.of(WeightOverlay.of("test", Map.of(tensor, new float[values]))));
    }

    @Test
    void otherDataDropWhatWasMeasured() throws IOException, InferenceException {
        try (Project project = Project.create(Mnist.LENET)) {
            project.dataSets().use(Mnist.first(100));
            measure(project, project.config());
            project.dataSets().use(Mnist.first(100));
            assertThat(project.measuring().measured(project.config())).isPresent();
            project.dataSets().use(Mnist.first(99));
            assertThat(project.measuring().measured(project.config())).isEmpty();
        }
    }

    @Test
    void calibrationSamplesLeaveTheEvaluation() throws IOException, InferenceException {
        Path file = folder.resolve("work.bitwright");
        try (Project project = Project.create(Mnist.LENET)) {
            project.dataSets().use(Mnist.first(100));
            project.dataSets().reserveForCalibration(30);
            assertThat(project.dataSets().evaluation().orElseThrow().size()).isEqualTo(70);
            assertThat(project.dataSets().calibration().orElseThrow().size()).isEqualTo(30);
            project.dataSets().reserveForCalibration(20);
            assertThat(project.dataSets().evaluation().orElseThrow().size()).isEqualTo(80);
            assertThat(measure(project, QuantConfig.empty()).samples()).isEqualTo(80);
            assertThatThrownBy(() -> project.dataSets().reserveForCalibration(100))
                    .isInstanceOf(IllegalArgumentException.class);
            project.save(file);
        }
        try (Project again = Project.load(file)) {
            assertThat(again.dataSets().evaluation().orElseThrow().size()).isEqualTo(80);
            assertThat(again.dataSets().calibration().orElseThrow().size()).isEqualTo(20);
            assertThat(again.measuring().measured(QuantConfig.empty())).isPresent();
        }
    }

    @Test
    void completePointsOfASweepAreMeasurements() throws IOException, InferenceException {
        try (Project project = Project.create(Mnist.LENET)) {
            project.dataSets().use(Mnist.first(2500));
            SweepResult sweep = project.measuring()
                    .sweep(plan(1, 3), OptionalInt.empty(), point -> {}, new Progress(), CancelToken.none());
            List<MeasuredConfig> found = project.exploration().measured();
            assertThat(found)
                    .extracting(MeasuredConfig::uniformBits)
                    .containsExactlyInAnyOrder(OptionalInt.empty(), OptionalInt.of(1), OptionalInt.of(3));
            assertThat(project.measuring().measured(QuantConfig.empty()).flatMap(Measurement::accuracy))
                    .contains(sweep.floatAccuracy());
            for (MeasuredConfig measured : found) {
                if (measured.uniformBits().isEmpty()) {
                    continue;
                }
                Measurement swept = measured.measurement();
                int bits = measured.uniformBits().orElseThrow();
                assertThat(sweep.points()).anySatisfy(point -> {
                    assertThat(point.bits()).isEqualTo(bits);
                    assertThat(point.accuracy()).isEqualTo(swept.accuracy().orElseThrow());
                    assertThat(point.bytes()).isEqualTo(swept.bytes());
                });
                Measurement alone = measure(project, measured.config());
                assertThat(swept.outcomes()).isEqualTo(alone.outcomes());
                assertThat(swept.agreement()).isEqualTo(alone.agreement());
                assertThat(swept.meanCosine().orElseThrow())
                        .isCloseTo(alone.meanCosine().orElseThrow(), within(1e-6));
                assertThat(swept.outputSqnrDb().orElseThrow())
                        .isCloseTo(alone.outputSqnrDb().orElseThrow(), within(1e-3));
            }
        }
    }

    @Test
    void sweepsOfAPartOfTheDataOrTheLayersMeasureNothingElse() throws IOException, InferenceException {
        try (Project project = Project.create(Mnist.LENET)) {
            project.dataSets().use(Mnist.first(100));
            project.measuring().sweep(plan(4), OptionalInt.of(50), point -> {}, new Progress(), CancelToken.none());
            SweepPlan all = plan(4);
            SweepPlan one = new SweepPlan(
                    all.series(),
                    all.bits(),
                    List.of(project.model().layers().get(0).name()),
                    QuantConfig.empty());
            project.measuring().sweep(one, OptionalInt.empty(), point -> {}, new Progress(), CancelToken.none());
            assertThat(project.exploration().measured()).isEmpty();
        }
    }

    @Test
    void cancelledSweepKeepsItsPoints() throws IOException, InferenceException {
        try (Project project = Project.create(Mnist.LENET)) {
            project.dataSets().use(Mnist.first(2000));
            CancelToken cancel = new CancelToken();
            assertThatThrownBy(() -> project.measuring()
                            .sweep(
                                    plan(2, 4, 8),
                                    OptionalInt.empty(),
                                    point -> cancel.cancel(),
                                    new Progress(),
                                    cancel))
                    .isInstanceOf(CancellationException.class);
            assertThat(project.measuring().lastSweep().orElseThrow().points()).isNotEmpty();
        }
    }

    @Test
    void dataThatDoNotFitTheModelAreAProblem() throws IOException {
        try (Project project = Project.create(Mnist.LENET)) {
            Path vectors = folder.resolve("x.npy");
            Files.write(vectors, NpySamples.floats(4, 3));
            project.dataSets()
                    .use(new DataSource(vectors, Optional.empty(), Preprocessing.scaled(1), OptionalInt.empty()));
            assertThat(project.problems(new Progress(), CancelToken.none())).anySatisfy(problem -> {
                assertThat(problem.kind()).isEqualTo(Problem.Kind.DATA_MISMATCH);
                assertThat(problem.toString()).contains("shape 3 do").contains("1 × 28 × 28");
            });
        }
    }

    @Test
    void bundledSamplesAreListedAndFit() throws IOException {
        List<Sample> samples = Samples.list();
        assertThat(samples).extracting(Sample::id).contains("lenet5", "vit");
        for (Sample sample : samples) {
            assertThat(sample.model()).isRegularFile();
            assertThat(sample.calibration()).isRegularFile();
        }
    }
}
