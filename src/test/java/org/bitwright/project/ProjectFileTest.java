package org.bitwright.project;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.bitwright.analysis.Accuracy;
import org.bitwright.analysis.ActivationSeries;
import org.bitwright.analysis.DataPart;
import org.bitwright.analysis.Fidelity;
import org.bitwright.analysis.Outcomes;
import org.bitwright.analysis.SweepPlan;
import org.bitwright.analysis.SweepPoint;
import org.bitwright.analysis.SweepResult;
import org.bitwright.analysis.SweepSeries;
import org.bitwright.analysis.search.Budget;
import org.bitwright.analysis.search.ModelCheck;
import org.bitwright.analysis.search.SearchAdvice;
import org.bitwright.analysis.search.SearchPlan;
import org.bitwright.analysis.search.SearchPoint;
import org.bitwright.analysis.search.SearchResult;
import org.bitwright.analysis.search.SearchStage;
import org.bitwright.analysis.sensitivity.SensitivityCell;
import org.bitwright.analysis.sensitivity.SensitivityColumn;
import org.bitwright.analysis.sensitivity.SensitivityPlan;
import org.bitwright.analysis.sensitivity.SensitivityResult;
import org.bitwright.export.ChangedWeights;
import org.bitwright.export.JsonField;
import org.bitwright.model.InvalidFileException;
import org.bitwright.model.Preprocessing;
import org.bitwright.project.Explored.Half;
import org.bitwright.project.Explored.Kept;
import org.bitwright.quant.ActivationConfig;
import org.bitwright.quant.AssignedCodes;
import org.bitwright.quant.Calibrator;
import org.bitwright.quant.FormatFamily;
import org.bitwright.quant.FormatRules;
import org.bitwright.quant.Granularity;
import org.bitwright.quant.ManualGrid;
import org.bitwright.quant.NumberFormat;
import org.bitwright.quant.Preset;
import org.bitwright.quant.QuantConfig;
import org.bitwright.quant.Range;
import org.bitwright.quant.Rounding;
import org.bitwright.quant.Scheme;
import org.bitwright.quant.TargetProfile;
import org.bitwright.quant.TensorConfig;
import org.bitwright.quant.UniformGrid;
import org.bitwright.quant.WeightOverlay;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProjectFileTest {
    @TempDir
    private Path folder;

    private static SavedWork everything() {
        TensorConfig byHand = TensorConfig.of(
                        NumberFormat.uniform(5, Scheme.ASYMMETRIC), Granularity.CHANNEL, Calibrator.percentile(99.9))
                .withManual(0, ManualGrid.ofRange(new Range(-0.1f, 0.3f)))
                .withManual(3, ManualGrid.ofGrid(new UniformGrid(0.7f / 31, 4, 0, 31)));
        QuantConfig config = QuantConfig.empty()
                .with("conv \"1\" → x", byHand)
                .with("fc", Preset.BINARY.config())
                .with("float", TensorConfig.unquantized());
        config = withEveryFormat(config);
        SweepSeries series = new SweepSeries(Granularity.TENSOR, Calibrator.mse(), Scheme.NARROW);
        SweepSeries dot =
                new SweepSeries(FormatFamily.NVFP4, Granularity.group(16), Calibrator.minMax(), Scheme.POWER_OF_TWO);
        SweepSeries activations = SweepSeries.ofActivations(FormatFamily.FP8_E5M2, ActivationSeries.usual());
        SweepSeries both = series.with(new ActivationSeries(Scheme.SYMMETRIC, Calibrator.percentile(99.5)));
        SweepPlan plan =
                new SweepPlan(List.of(series, dot, activations, both), List.of(1, 16), List.of("fc"), config, config);
        SweepResult sweep = new SweepResult(
                plan,
                new Accuracy(97, 100),
                List.of(
                        new SweepPoint(1, series, new Accuracy(11, 100), 1234, 0.5, true),
                        new SweepPoint(4, dot, new Accuracy(95, 100), 567, 0.5, false),
                        new SweepPoint(8, activations, new Accuracy(96, 100), 999, 0.5, true),
                        new SweepPoint(16, both, new Accuracy(97, 100), 888, 0.5, true)),
                Double.NaN);
        Measurement labelled = new Measurement(
                Optional.of(new Accuracy(96, 100)),
                0.97,
                OptionalDouble.of(31.4),
                OptionalDouble.of(0.99),
                OptionalDouble.of(0.98),
                100,
                77,
                2.5,
                Optional.of(outcomes(96)));
        Measurement unlabelled = new Measurement(
                Optional.empty(),
                1,
                OptionalDouble.of(Double.POSITIVE_INFINITY),
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                100,
                99,
                1,
                Optional.empty());
        Preprocessing preprocessing = new Preprocessing(1 / 255f, List.of(0.1f), List.of(0.2f));
        SavedPath data = new SavedPath(Optional.of("data/x.gz"), "/abs/data/x.gz");
        return new SavedWork(
                new SavedPath(Optional.of("m.onnx"), "/abs/m.onnx"),
                "ab".repeat(32),
                Optional.of(
                        new SavedData(data, Optional.of(data), "cd".repeat(32), preprocessing, OptionalInt.of(100))),
                10,
                Optional.of(new SavedData(data, Optional.empty(), "ef".repeat(32), preprocessing, OptionalInt.empty())),
                config,
                List.of(new Variant("eight → bits", config), new Variant("float", QuantConfig.empty())),
                new SavedResults(
                        Map.of(config, labelled, QuantConfig.empty(), unlabelled),
                        Optional.of(sweep),
                        List.of(new Half(config, fidelity(48)), new Half(config, fidelity(49))),
                        List.of(
                                new Kept(sensitivity(config, series, dot), true),
                                new Kept(sensitivity(QuantConfig.empty(), series, dot), false)),
                        Optional.of(search(config, series))));
    }

    /** Of 100 samples, the first ones right. */
    private static Outcomes outcomes(int right) {
        int[] expected = new int[100];
        Arrays.fill(expected, right, 100, 1);
        return Outcomes.of(new int[100], expected);
    }

    private static Fidelity fidelity(int right) {
        return new Fidelity(Optional.of(outcomes(right)), 100, 99, 0.1 + 0.2, 1e300, Double.MIN_VALUE);
    }

    private static SensitivityResult sensitivity(QuantConfig present, SweepSeries series, SweepSeries dot) {
        SensitivityPlan plan = new SensitivityPlan(
                List.of(series, dot), List.of(2, 8), List.of("fc"), present, true, DataPart.REPORT, 100, false);
        Fidelity unlabelled = new Fidelity(Optional.empty(), 7, 7, Double.NaN, 1, Double.POSITIVE_INFINITY);
        return new SensitivityResult(
                plan,
                fidelity(97),
                Optional.of(fidelity(90)),
                List.of(
                        new SensitivityCell(
                                "fc", Optional.of(new SensitivityColumn(series, 2)), fidelity(50), true, 0.25),
                        new SensitivityCell("fc", Optional.of(new SensitivityColumn(dot, 4)), unlabelled, false, 0.5),
                        new SensitivityCell("fc", Optional.empty(), fidelity(91), true, 0)),
                100,
                12.5,
                5);
    }

    private static SearchResult search(QuantConfig config, SweepSeries series) {
        SearchPoint uniform =
                new SearchPoint(config, SearchStage.UNIFORM, 1234, 4.25, 1e12, 0.125, fidelity(80), false);
        SearchPoint best = new SearchPoint(
                QuantConfig.empty(), SearchStage.REFINED, 999, 3.5, 1e11, Double.NaN, fidelity(81), true);
        SearchPlan plan = new SearchPlan(
                new Budget.AccuracyLoss(0.005),
                List.of(series),
                List.of(2, 3),
                List.of("fc"),
                config,
                40,
                Long.MIN_VALUE,
                50);
        return new SearchResult(
                plan,
                fidelity(97),
                Optional.of(best),
                List.of(uniform, best),
                Optional.of(new ModelCheck(List.of(new ModelCheck.Pair(0.5, 0.75)), Double.NaN)),
                true,
                List.of(
                        new SearchAdvice.TooFewSamples(0.005, 5000, 12345678901L),
                        new SearchAdvice.BudgetTooSmall(1.5),
                        new SearchAdvice.KeptByHand("conv \"1\" → x")),
                false);
    }

    @Test
    void everyBudgetComesBack() throws IOException {
        for (Budget budget : List.of(
                new Budget.Bytes(Long.MAX_VALUE),
                new Budget.AverageBits(3.5),
                new Budget.BitOperations(1e12),
                new Budget.AccuracyLoss(0.01))) {
            SearchPlan plan = new SearchPlan(budget, List.of(), List.of(), List.of(), QuantConfig.empty(), 0, 0, 0);
            SearchResult none = new SearchResult(
                    plan, Fidelity.none(false), Optional.empty(), List.of(), Optional.empty(), false, List.of(), false);
            SavedResults results =
                    new SavedResults(Map.of(), Optional.empty(), List.of(), List.of(), Optional.of(none));
            Path file = folder.resolve("budget.bitwright");
            ProjectFile.write(file, of(QuantConfig.empty(), List.of(), results));
            assertThat(ProjectFile.read(file).results()).isEqualTo(results);
        }
    }

    private static SavedWork of(QuantConfig config, List<Variant> variants, SavedResults results) {
        SavedWork all = everything();
        return new SavedWork(
                all.model(), all.modelDigest(), all.data(), 0, all.calibration(), config, variants, results);
    }

    /** A search that tries two choices for each of 300 layers says each name and each choice once. */
    @Test
    void configurationsOfAResultShareTheirChoices() throws IOException {
        List<Half> halves = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            QuantConfig config = QuantConfig.empty();
            for (int layer = 0; layer < 300; layer++) {
                Preset preset = (layer * 31 + i) % 7 == 0 ? Preset.INT8_CHANNEL : Preset.BINARY;
                config = config.with("a layer with quite a long name " + layer, preset.config());
            }
            halves.add(new Half(config, fidelity(i % 100)));
        }
        SavedResults results = new SavedResults(Map.of(), Optional.empty(), halves, List.of(), Optional.empty());
        JsonNode json = of(QuantConfig.empty(), List.of(), results).json((name, bytes) -> {});
        assertThat(json.get("configurations").get("choices")).hasSize(2);
        assertThat(json.toString().length()).isLessThan(250_000);
        Path file = folder.resolve("search.bitwright");
        ProjectFile.write(file, of(QuantConfig.empty(), List.of(), results));
        assertThat(ProjectFile.read(file).results().halves()).isEqualTo(halves);
    }

    @Test
    void wrongResultsAreNamedByTheirPlace() throws IOException {
        refused("\"right\":\"", "\"right\":\"////////////////", "one bit for each of 100 samples");
        refused("\"right\":\"", "\"right\":\"*", "one bit for each of 100 samples");
        refused("\"correct\":96,", "\"correct\":95,", "measurements");
        refused("\"stage\":\"uniform\"", "\"stage\":\"lucky\"", "search.points[0].stage");
        refused("\"kind\":\"accuracy-loss\"", "\"kind\":\"luck\"", "search.budget.kind");
        refused("\"kind\":\"kept-by-hand\"", "\"kind\":\"x\"", "search.advice[2].kind");
        refused("\"part\":\"report\"", "\"part\":\"rest\"", "sensitivities[0].part");
        refused("\"series\":1,", "\"series\":2,", "sensitivities[0].cells[1].series");
        refused("\"agreeing\":99", "\"agreeing\":101", "search_half[0].fidelity.agreeing");
        refused("\"variants\":[{\"name\":\"eight → bits\"", "\"variants\":[{\"name\":\" \"", "variants[0].name");
        refused(
                "{\"name\":\"float\",\"configuration\":",
                "{\"name\":\"float\",\"configuration\":9",
                "variants[1].configuration");
        refused(
                "{\"name\":\"float\",\"configuration\"",
                "{\"name\":\"eight → bits\",\"configuration\"",
                "two variants named 'eight → bits'");
        refused("\"list\":[{\"choices\":[0,", "\"list\":[{\"choices\":[9999,", "configurations.list[0].choices[0]");
        refused("\"list\":[{\"choices\":[0,", "\"list\":[{\"choices\":[0,0,", "configurations.list[0].choices");
    }

    /** Changes what a project says and expects that it is refused for that place. */
    private void refused(String before, String after, String place) throws IOException {
        Map<String, byte[]> entries = new TreeMap<>();
        String json = everything().json(entries::put).toString();
        assertThat(json).contains(before);
        String wrong = json.replaceFirst(Pattern.quote(before), Matcher.quoteReplacement(after));
        assertThatThrownBy(() -> SavedWork.read(
                        folder.resolve("a.bitwright"),
                        wrong.getBytes(UTF_8),
                        name -> Optional.ofNullable(entries.get(name))))
                .isInstanceOf(InvalidFileException.class)
                .hasMessageStartingWith("a.bitwright")
                .hasMessageContaining(place);
    }

    /** One layer of every format, with every rounding in turn, changed weights and assigned codes among them. */
    private static QuantConfig withEveryFormat(QuantConfig config) {
        List<Rounding> roundings = List.of(
                Rounding.HALF_EVEN,
                Rounding.of(Rounding.Direction.HALF_AWAY),
                Rounding.of(Rounding.Direction.FLOOR),
                Rounding.of(Rounding.Direction.CEIL),
                Rounding.of(Rounding.Direction.TOWARD_ZERO),
                Rounding.stochastic(Long.MIN_VALUE),
                new Rounding.Assigned(AssignedCodes.of("adaround", new int[] {-128, 127, 0})),
                new Rounding.Assigned(AssignedCodes.of("gptq", new int[] {-129, 32767})),
                new Rounding.Assigned(AssignedCodes.of("gptq", new int[] {65535, 0})));
        WeightOverlay overlay = WeightOverlay.of(
                "equalization+bias correction",
                Map.of("w", new float[] {1 / 3f, -0f, Float.MIN_VALUE}, "b → \"x\"", new float[0]),
                Map.of("w", new float[] {1, 2, 3}));
        QuantConfig all = config;
        for (FormatFamily family : FormatFamily.values()) {
            NumberFormat format = family.near(6, Scheme.POWER_OF_TWO);
            TensorConfig choice = new TensorConfig(
                    format,
                    format.isQuantized() ? FormatRules.usual(format) : Granularity.TENSOR,
                    Calibrator.minMax(),
                    roundings.get(family.ordinal() % roundings.size()),
                    family.ordinal() % 2 == 0 ? Optional.of(overlay) : Optional.empty(),
                    Map.of());
            all = all.with(family.id(), choice);
        }
        Map<Integer, ManualGrid> groups = new TreeMap<>();
        for (int group = 0; group < 3000; group += 2) {
            groups.put(group, ManualGrid.ofRange(new Range(-group / 7f, 1)));
        }
        return all.with(
                "groups",
                TensorConfig.of(NumberFormat.uniform(4, Scheme.SYMMETRIC), Granularity.group(32), Calibrator.mse())
                        .withManual(groups));
    }

    @Test
    void everythingComesBackAsItWas() throws IOException {
        Path file = folder.resolve("a.bitwright");
        ProjectFile.write(file, everything());
        assertThat(ProjectFile.read(file)).isEqualTo(everything());
    }

    @Test
    void changedWeightsAreWrittenOnceHoweverOftenTheyAreNamed() {
        Map<String, byte[]> entries = new TreeMap<>();
        JsonNode table = everything().json(entries::put).get("changed_weights");
        assertThat(table.get("overlays")).hasSize(1);
        assertThat(table.get("codes")).hasSize(3);
        assertThat(entries.values().stream().map(bytes -> bytes.length)).containsExactlyInAnyOrder(3, 4, 8, 12, 0, 12);
        assertThat(table.toString()).doesNotContain("\"data\"");
    }

    @Test
    void missingChangedWeightsAreNamed() throws IOException {
        String json = everything().json((name, bytes) -> {}).toString();
        assertThatThrownBy(() -> ProjectFile.read(zipped("project.json", json)))
                .isInstanceOf(InvalidFileException.class)
                .hasMessageContaining("changed_weights.overlays[0].tensors[0].entry");
    }

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
        SavedWork work = ProjectFile.read(zipped("project.json", old));
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

        SavedWork work = ProjectFile.read(zipped("project.json", document));

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

        SavedWork work = ProjectFile.read(zipped("project.json", document));

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
    void aSmallFileCannotAskForMoreThanMemoryHolds() throws IOException {
        String names = String.join(",", Collections.nCopies(3000, "\"a\""));
        String list = String.join(",", Collections.nCopies(3000, "{}"));
        String json = of(QuantConfig.empty(), List.of(), SavedResults.none())
                .json((name, bytes) -> {})
                .put("version", 4)
                .set("configurations", null)
                .toString();
        String wrong = json.replace(
                "\"configurations\":null",
                "\"configurations\":{\"layers\":[" + names + "],\"choices\":[],\"activations\":[],\"list\":[" + list
                        + "]}");
        assertThatThrownBy(() -> ProjectFile.read(zipped("project.json", wrong)))
                .isInstanceOf(InvalidFileException.class)
                .hasMessageContaining("configurations.list")
                .hasMessageContaining("too many");
    }

    @Test
    void oneOlderCopyIsKept() throws IOException {
        Path file = folder.resolve("a.bitwright");
        ProjectFile.write(file, everything());
        byte[] first = Files.readAllBytes(file);
        ProjectFile.write(file, of(QuantConfig.empty(), List.of(), SavedResults.none()));
        assertThat(folder.resolve("a.bitwright.bak")).hasBinaryContent(first);
        assertThat(ProjectFile.read(file).config()).isEqualTo(QuantConfig.empty());
        assertThat(folder).isDirectoryContaining(path -> path.endsWith("a.bitwright"));
        assertThat(Files.list(folder)).hasSize(2);
    }

    @Test
    void newerVersionIsRefusedPolitely() throws IOException {
        assertThatThrownBy(() ->
                        ProjectFile.read(zipped("project.json", "{\"format\": \"bitwright-project\", \"version\": 5}")))
                .isInstanceOf(InvalidFileException.class)
                .hasMessageContaining("newer Bitwright")
                .hasMessageContaining("please update");
    }

    @Test
    void otherFilesAreRefusedByName() throws IOException {
        Path text = Files.writeString(folder.resolve("text.bitwright"), "hello");
        assertThatThrownBy(() -> ProjectFile.read(text))
                .isInstanceOf(InvalidFileException.class)
                .hasMessageStartingWith("text.bitwright");
        Path empty = Files.createFile(folder.resolve("empty.bitwright"));
        assertThatThrownBy(() -> ProjectFile.read(empty)).isInstanceOf(InvalidFileException.class);
        assertThatThrownBy(() -> ProjectFile.read(folder))
                .isInstanceOf(InvalidFileException.class)
                .hasMessageContaining("folder");
        assertThatThrownBy(() -> ProjectFile.read(folder.resolve("none.bitwright")))
                .isInstanceOf(InvalidFileException.class)
                .hasMessageContaining("no such file");
        assertThatThrownBy(() -> ProjectFile.read(zipped("other.json", "{}")))
                .isInstanceOf(InvalidFileException.class)
                .hasMessageContaining("no project");
        assertThatThrownBy(() -> ProjectFile.read(zipped("project.json", "{\"format\": \"x\"}")))
                .isInstanceOf(InvalidFileException.class)
                .hasMessageContaining("no project");
    }

    @Test
    void cutOffFileIsRefused() throws IOException {
        Path file = folder.resolve("a.bitwright");
        ProjectFile.write(file, everything());
        byte[] bytes = Files.readAllBytes(file);
        for (int length : new int[] {1, 21, 100, bytes.length / 2, bytes.length - 1}) {
            Files.write(file, Arrays.copyOf(bytes, length));
            assertThatThrownBy(() -> ProjectFile.read(file)).isInstanceOf(InvalidFileException.class);
        }
    }

    @Test
    void flippedBytesNeverGetThroughSilently() throws IOException {
        Path file = folder.resolve("a.bitwright");
        SavedWork all = everything();
        ProjectFile.write(file, all);
        byte[] bytes = Files.readAllBytes(file);
        for (int at = 30; at < bytes.length; at += 7) {
            byte[] damaged = bytes.clone();
            damaged[at] ^= 0x55;
            Files.write(file, damaged);
            try {
                assertThat(ProjectFile.read(file)).isEqualTo(all);
            } catch (InvalidFileException expected) {
                assertThat(expected).hasMessageStartingWith("a.bitwright");
            }
        }
    }

    @Test
    void wrongFieldIsNamedByItsPlace() throws IOException {
        Path file = folder.resolve("a.bitwright");
        ProjectFile.write(file, everything());
        SavedWork all = everything();
        QuantConfig first = QuantConfig.empty().with("conv", all.config().of("conv \"1\" → x"));
        SavedWork one = of(first, List.of(), SavedResults.none());
        String json = one.json((name, bytes) -> {}).toString().replace("\"bits\":5", "\"bits\":99");
        assertThatThrownBy(() -> ProjectFile.read(zipped("project.json", json)))
                .isInstanceOf(InvalidFileException.class)
                .hasMessageContaining("configuration.layers[0].bits")
                .hasMessageContaining("99");
    }

    @Test
    void deepJsonIsRefused() throws IOException {
        String json =
                "{\"format\": \"bitwright-project\", \"version\": " + "[".repeat(100_000) + "]".repeat(100_000) + "}";
        assertThatThrownBy(() -> ProjectFile.read(zipped("project.json", json)))
                .isInstanceOf(InvalidFileException.class);
    }

    private Path zipped(String entry, String content) throws IOException {
        Path file = folder.resolve("zipped.bitwright");
        try (OutputStream out = Files.newOutputStream(file);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            zip.putNextEntry(new ZipEntry(entry));
            zip.write(content.getBytes(StandardCharsets.UTF_8));
        }
        return file;
    }
}
