package org.bitwright.project;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.bitwright.project.SavedWorks.zipped;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.bitwright.analysis.Accuracy;
import org.bitwright.analysis.Fidelity;
import org.bitwright.analysis.Outcomes;
import org.bitwright.analysis.SweepPlan;
import org.bitwright.analysis.SweepPoint;
import org.bitwright.analysis.SweepResult;
import org.bitwright.analysis.SweepSeries;
import org.bitwright.export.ChangedWeights;
import org.bitwright.export.JsonField;
import org.bitwright.model.InvalidFileException;
import org.bitwright.project.Explored.Half;
import org.bitwright.quant.ActivationConfig;
import org.bitwright.quant.Calibrator;
import org.bitwright.quant.Granularity;
import org.bitwright.quant.ManualGrid;
import org.bitwright.quant.NumberFormat;
import org.bitwright.quant.QuantConfig;
import org.bitwright.quant.Range;
import org.bitwright.quant.Scheme;
import org.bitwright.quant.TargetProfile;
import org.bitwright.quant.TensorConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProjectVersionsTest {
    @TempDir
    private Path folder;

    @Test
    void projectsOfVersionOneAreStillRead() throws IOException {
        String old = """
            {"format": "bitwright-project", "version": 1, "tool": "Bitwright 0.1.0",
             "model": {"relative": "m.onnx", "absolute": "/abs/m.onnx", "sha256": "%1$s"},
             "data": {"samples": {"absolute": "/abs/x.gz"}, "sha256": "%1$s",
                      "preprocessing": {"scale": 0.5, "mean": [0.25], "std": [2.0]}, "limit": 100},
             "reserved": 10,
             "configuration": [
              {"name": "conv", "format": "int", "bits": 8, "scheme": "narrow", "granularity": "channel",
               "calibrator": "percentile:99.9", "manual": [{"granule": 3, "min": -0.5, "max": 1.0}]},
              {"name": "fc", "format": "binary", "granularity": "tensor", "calibrator": "mse"},
              {"name": "out", "format": "float", "granularity": "channel", "calibrator": "minmax"}],
             "measurements": [
              {"configuration": [], "accuracy": {"correct": 97, "samples": 100}, "agreement": 1.0,
               "output_sqnr_db": "Infinity", "samples": 100, "bytes": 4000, "seconds": 0.5}],
             "sweep": {
              "series": [{"granularity": "tensor", "calibrator": "minmax", "scheme": "symmetric"}],
              "bits": [1, 4], "layers": [], "rest": [], "float": {"correct": 97, "samples": 100},
              "float_seconds": 0.25,
              "points": [{"bits": 4, "series": {"granularity": "tensor", "calibrator": "minmax", "scheme": "symmetric"},
                          "accuracy": {"correct": 96, "samples": 100}, "bytes": 500, "seconds": 0.1, "complete": true}]}}
            """.formatted("ab".repeat(32));
        SavedWork work = ProjectFile.read(zipped(folder, "project.json", old));
        TensorConfig conv = TensorConfig.of(
                        NumberFormat.uniform(8, Scheme.NARROW), Granularity.CHANNEL, Calibrator.percentile(99.9))
                .withManual(3, ManualGrid.ofRange(new Range(-0.5f, 1)));
        assertThat(work.config())
                .isEqualTo(QuantConfig.empty()
                        .with("conv", conv)
                        .with("fc", TensorConfig.of(NumberFormat.binary(), Granularity.TENSOR, Calibrator.mse()))
                        .with(
                                "out",
                                TensorConfig.of(NumberFormat.float32(), Granularity.CHANNEL, Calibrator.minMax())));
        assertThat(work.results().measurements())
                .containsExactly(Map.entry(
                        QuantConfig.empty(),
                        new Measurement(
                                Optional.of(new Accuracy(97, 100)),
                                1,
                                OptionalDouble.of(Double.POSITIVE_INFINITY),
                                OptionalDouble.empty(),
                                OptionalDouble.empty(),
                                100,
                                4000,
                                0.5,
                                Optional.empty())));
        SweepSeries series = new SweepSeries(Granularity.TENSOR, Calibrator.minMax(), Scheme.SYMMETRIC);
        SweepResult sweep = work.results().sweep().orElseThrow();
        assertThat(sweep.plan())
                .isEqualTo(new SweepPlan(List.of(series), List.of(1, 4), List.of(), QuantConfig.empty()));
        assertThat(sweep.points()).containsExactly(new SweepPoint(4, series, new Accuracy(96, 100), 500, 0.1, true));
    }

    @Test
    void projectsOfVersionThreeHoldActivations() throws IOException {
        String document = """
            {"format": "bitwright-project", "version": 3, "tool": "Bitwright 0.4.0",
             "model": {"relative": "m.onnx", "absolute": "/abs/m.onnx", "sha256": "%1$s"},
             "reserved": 0,
             "configuration": {
              "layers": [{"name": "out", "format": "float", "granularity": "tensor", "calibrator": "minmax"}],
              "activations": [
               {"format": "int", "bits": 8, "scheme": "asymmetric", "mode": "static", "calibrator": "mse",
                "names": ["x", "y"]},
               {"format": "int", "bits": 8, "scheme": "asymmetric", "mode": "static", "calibrator": "minmax",
                "manual": {"min": 0.0, "max": 6.0}, "names": ["z"]}],
              "target": "tflm"},
             "measurements": [
              {"configuration": {"layers": [], "target": "none"}, "agreement": 1.0, "samples": 100, "bytes": 4000,
               "seconds": 0.5}]}
            """.formatted("ab".repeat(32));

        SavedWork work = ProjectFile.read(zipped(folder, "project.json", document));

        ActivationConfig fitted =
                ActivationConfig.ofStatic(new NumberFormat.Uniform(8, Scheme.ASYMMETRIC), Calibrator.mse());
        ActivationConfig byHand =
                fitted.withCalibrator(Calibrator.minMax()).withManual(Optional.of(ManualGrid.ofRange(new Range(0, 6))));
        QuantConfig expected = QuantConfig.of(
                Map.of("out", TensorConfig.unquantized()),
                Map.of("x", fitted, "y", fitted, "z", byHand),
                TargetProfile.TFLM);
        assertThat(work.config()).isEqualTo(expected);
        assertThat(work.results().measurements()).containsOnlyKeys(QuantConfig.empty());
        ChangedWeights changed = new ChangedWeights();
        assertThat(SavedConfig.read(
                        JsonField.parse(
                                folder,
                                SavedConfig.json(expected, changed).toString().getBytes(UTF_8)),
                        changed))
                .isEqualTo(expected);
    }

    @Test
    void projectsOfVersionFourReferToConfigurationsByPlace() throws IOException {
        String document = """
            {"format": "bitwright-project", "version": 4, "tool": "Bitwright 0.5.0",
             "model": {"relative": "m.onnx", "absolute": "/abs/m.onnx", "sha256": "%1$s"},
             "reserved": 0,
             "configuration": {"layers": [], "target": "none"},
             "variants": [{"name": "mixed", "configuration": 1}],
             "measurements": [
              {"configuration": 1, "accuracy": {"correct": 9, "samples": 10}, "right": "/wE=", "agreement": 0.9,
               "samples": 10, "bytes": 4000, "seconds": 0.5}],
             "search_half": [
              {"configuration": 0, "fidelity": {"samples": 5, "agreeing": 4, "divergence": 0.25, "signal": 8.0,
               "noise": "Infinity", "right": "FQ=="}}],
             "sensitivities": [],
             "configurations": {
              "layers": ["a", "b", "c"],
              "choices": [
               {"format": "int", "bits": 4, "scheme": "symmetric", "granularity": "channel", "calibrator": "mse"},
               {"format": "binary", "granularity": "tensor", "calibrator": "minmax"}],
              "activations": [[],
               [{"format": "int", "bits": 8, "scheme": "asymmetric", "mode": "static", "calibrator": "minmax",
                 "names": ["x"]}]],
              "list": [
               {"choices": [0, 0, -1], "activations": 0, "target": "none"},
               {"choices": [1, 0, 0], "activations": 1, "target": "ort-cpu"}]}}
            """.formatted("ab".repeat(32));

        SavedWork work = ProjectFile.read(zipped(folder, "project.json", document));

        TensorConfig four =
                TensorConfig.of(NumberFormat.uniform(4, Scheme.SYMMETRIC), Granularity.CHANNEL, Calibrator.mse());
        TensorConfig binary = TensorConfig.of(NumberFormat.binary(), Granularity.TENSOR, Calibrator.minMax());
        QuantConfig mixed = QuantConfig.of(
                Map.of("a", binary, "b", four, "c", four),
                Map.of(
                        "x",
                        ActivationConfig.ofStatic(new NumberFormat.Uniform(8, Scheme.ASYMMETRIC), Calibrator.minMax())),
                TargetProfile.ORT_CPU);
        assertThat(work.variants()).containsExactly(new Variant("mixed", mixed));
        assertThat(work.training()).isEqualTo(SavedTraining.none());
        Outcomes nine = work.results().measurements().get(mixed).outcomes().orElseThrow();
        assertThat(nine).isEqualTo(Outcomes.of(new int[10], new int[] {0, 0, 0, 0, 0, 0, 0, 0, 0, 1}));
        // 0x15 is 10101 in binary.
        Outcomes three = Outcomes.of(new int[5], new int[] {0, 1, 0, 1, 0});
        assertThat(work.results().halves())
                .containsExactly(new Half(
                        QuantConfig.of(Map.of("a", four, "b", four)),
                        new Fidelity(Optional.of(three), 5, 4, 0.25, 8, Double.POSITIVE_INFINITY)));
    }

    @Test
    void newerVersionIsRefusedPolitely() throws IOException {
        assertThatThrownBy(() -> ProjectFile.read(
                        zipped(folder, "project.json", "{\"format\": \"bitwright-project\", \"version\": 7}")))
                .isInstanceOf(InvalidFileException.class)
                .hasMessageContaining("newer Bitwright")
                .hasMessageContaining("please update");
    }
}
