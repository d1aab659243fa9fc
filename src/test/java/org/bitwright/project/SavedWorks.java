package org.bitwright.project;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.TreeMap;
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
import org.bitwright.model.Preprocessing;
import org.bitwright.project.Explored.Half;
import org.bitwright.project.Explored.Kept;
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
import org.bitwright.quant.TensorConfig;
import org.bitwright.quant.UniformGrid;
import org.bitwright.quant.WeightOverlay;

/** Projects as they are saved, for tests of their files. */
final class SavedWorks {
    private SavedWorks() {}

    /** A project that holds one of everything. */
    static SavedWork everything() {
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
                        Optional.of(search(config, series))),
                SavedTrainings.of(config),
                new SavedSitting(
                        new SavedLayout(Map.of("tab", "errors", "chosen", "conv → \"1\"")),
                        Optional.of(new SaveMark("a sitting", 7))));
    }

    /** Of 100 samples, the first ones right. */
    private static Outcomes outcomes(int right) {
        int[] expected = new int[100];
        Arrays.fill(expected, right, 100, 1);
        return Outcomes.of(new int[100], expected);
    }

    static Fidelity fidelity(int right) {
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

    static SavedWork of(QuantConfig config, List<Variant> variants, SavedResults results) {
        SavedWork all = everything();
        return new SavedWork(
                all.model(),
                all.modelDigest(),
                all.data(),
                0,
                all.calibration(),
                config,
                variants,
                results,
                SavedTraining.none(),
                SavedSitting.none());
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

    static Path zipped(Path folder, String entry, String content) throws IOException {
        Path file = folder.resolve("zipped.bitwright");
        try (OutputStream out = Files.newOutputStream(file);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            zip.putNextEntry(new ZipEntry(entry));
            zip.write(content.getBytes(StandardCharsets.UTF_8));
        }
        return file;
    }
}
