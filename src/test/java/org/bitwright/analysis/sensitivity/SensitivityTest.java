package org.bitwright.analysis.sensitivity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.bitwright.analysis.DataPart;
import org.bitwright.analysis.Fidelity;
import org.bitwright.analysis.Sweep;
import org.bitwright.analysis.SweepSeries;
import org.bitwright.model.Preprocessing;
import org.bitwright.model.Shape;
import org.bitwright.onnx.OnnxDocument;
import org.bitwright.onnx.OnnxModels;
import org.bitwright.quant.ActivationConfig;
import org.bitwright.quant.Calibrator;
import org.bitwright.quant.Granularity;
import org.bitwright.quant.LayerQuantizer;
import org.bitwright.quant.LayerWeights;
import org.bitwright.quant.NumberFormat;
import org.bitwright.quant.QuantConfig;
import org.bitwright.quant.Scheme;
import org.bitwright.quant.TensorConfig;
import org.bitwright.quant.UniformGrid;
import org.bitwright.quant.WeightOverlay;
import org.bitwright.quant.target.ActivationPlan;
import org.bitwright.quant.target.Quantizer;
import org.bitwright.runtime.Candidate;
import org.bitwright.runtime.CandidateEvaluator;
import org.bitwright.runtime.Evaluation;
import org.bitwright.runtime.LayerTrials;
import org.bitwright.runtime.MemoryDataset;
import org.bitwright.task.CancelToken;
import org.bitwright.task.Progress;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SensitivityTest {
    private static final SweepSeries CHANNEL =
            new SweepSeries(Granularity.CHANNEL, Calibrator.minMax(), Scheme.SYMMETRIC);
    private static final SweepSeries TENSOR =
            new SweepSeries(Granularity.TENSOR, Calibrator.minMax(), Scheme.SYMMETRIC);
    private static final int SAMPLES = 1500;

    @TempDir
    Path folder;

    private OnnxDocument document;
    private MemoryDataset data;
    private CandidateEvaluator evaluator;

    @BeforeEach
    void network() throws Exception {
        document = OnnxModels.opset(13)
                .input("x", -1, 4)
                .weight("w1", 4, 6)
                .node("MatMul", "first", "x w1", "h")
                .node("Relu", "relu", "h", "r")
                .weight("w2", 6, 3)
                .node("MatMul", "second", "r w2", "y")
                .output("y", -1, 3)
                .open(folder);
        MemoryDataset unlabelled = MemoryDataset.of(Shape.of(4), OnnxModels.values(SAMPLES * 4));
        int[] labels;
        try (CandidateEvaluator plain = CandidateEvaluator.open(document, unlabelled, Preprocessing.scaled(1))) {
            labels = evaluate(plain, Candidate.unchanged()).predictions();
        }
        data = unlabelled.labelled(labels);
        evaluator = CandidateEvaluator.open(document, data, Preprocessing.scaled(1));
    }

    @AfterEach
    void close() {
        evaluator.close();
    }

    @Test
    void everyLayerIsQuantizedAloneAtEveryColumn() throws Exception {
        SensitivityPlan plan = plan(List.of(CHANNEL, TENSOR), List.of(2, 3, 8));

        SensitivityResult result = run(plan);

        assertThat(result.cells()).hasSize(12).allMatch(SensitivityCell::settled);
        assertThat(result.samples()).isEqualTo(SAMPLES);
        assertThat(result.floating().accuracy())
                .hasValueSatisfying(all -> assertThat(all.top1()).isEqualTo(1));
        Evaluation reference = evaluate(evaluator, Candidate.unchanged());
        for (SensitivityCell cell : result.cells()) {
            SensitivityColumn column = cell.column().orElseThrow();
            Candidate alone = Candidate.ofWeights(
                    weights(Map.of(cell.layer(), column.series().at(column.bits()))));
            assertSame(cell.fidelity(), Fidelity.of(reference, evaluate(evaluator, alone), data.labels()));
        }
        assertThat(result.cell("first", new SensitivityColumn(CHANNEL, 2))
                        .orElseThrow()
                        .fidelity()
                        .agreement())
                .isLessThan(1);
    }

    @Test
    void widthsThatTellMostComeFirstAndAllCellsBeforeAnyIsRefined() throws Exception {
        List<SensitivityCell> heard = new ArrayList<>();
        SensitivityPlan plan = plan(List.of(CHANNEL), List.of(2, 4, 8));

        Sensitivity.run(
                plan,
                document.model(),
                this::weights,
                LayerTrials.plain(evaluator),
                data.labels(),
                SAMPLES,
                List.of(),
                heard::add,
                new Progress(),
                CancelToken.none());

        assertThat(heard.subList(0, 6))
                .allMatch(cell -> cell.fidelity().samples() == 64 && !cell.settled())
                .extracting(cell -> cell.column().orElseThrow().bits())
                .containsExactly(8, 8, 4, 4, 2, 2);
        assertThat(heard.subList(0, 2)).extracting(SensitivityCell::layer).containsExactly("first", "second");
    }

    /** Both series have one granule for one channel: columns of equal numbers are measured once. */
    @Test
    void columnsThatComeToTheSameNumbersAreMeasuredOnce() throws Exception {
        OnnxDocument narrow = OnnxModels.opset(13)
                .input("x", -1, 4)
                .weight("w", 4, 1)
                .node("MatMul", "only", "x w", "y")
                .output("y", -1, 1)
                .open(folder);
        try (CandidateEvaluator one = CandidateEvaluator.open(
                narrow, MemoryDataset.of(Shape.of(4), data.values()), Preprocessing.scaled(1))) {
            SensitivityResult result = Sensitivity.run(
                    plan(List.of(CHANNEL, TENSOR), List.of(4)),
                    narrow.model(),
                    (layer, config, cancel) ->
                            LayerWeights.read(narrow.model().layer(layer).orElseThrow(), config.overlay(), cancel),
                    LayerTrials.plain(one),
                    Optional.empty(),
                    SAMPLES,
                    List.of(),
                    cell -> {},
                    new Progress(),
                    CancelToken.none());

            assertThat(result.cells()).hasSize(2);
            assertThat(result.cells().get(0).fidelity())
                    .isEqualTo(result.cells().get(1).fidelity());
            assertThat(result.cells().get(1).seconds()).isZero();
            assertThat(result.evaluations()).isEqualTo(2);
        }
    }

    @Test
    void aSparedLayerIsFloatInTheRestOfThePresentConfiguration() throws Exception {
        QuantConfig present = QuantConfig.of(Map.of("first", CHANNEL.at(2), "second", CHANNEL.at(3)));

        SensitivityResult result = run(sparing(present));

        Evaluation reference = evaluate(evaluator, Candidate.unchanged());
        Evaluation whole = evaluate(
                evaluator, Candidate.ofWeights(weights(Map.of("first", CHANNEL.at(2), "second", CHANNEL.at(3)))));
        Evaluation spared = evaluate(evaluator, Candidate.ofWeights(weights(Map.of("second", CHANNEL.at(3)))));
        assertSame(result.present().orElseThrow(), Fidelity.of(reference, whole, data.labels()));
        assertSame(result.spared("first").orElseThrow().fidelity(), Fidelity.of(reference, spared, data.labels()));
        assertThat(result.verdict(result.spared("first").orElseThrow())).isEqualTo(CellVerdict.HURTS);
    }

    /** Activations stay rounded, and so does the spared layer's bias. */
    @Test
    void sparingLeavesRoundedActivationsAlone() throws Exception {
        NumberFormat.Ranged eight = (NumberFormat.Ranged) NumberFormat.uniform(8, Scheme.ASYMMETRIC);
        QuantConfig present = QuantConfig.of(Map.of("first", CHANNEL.at(2), "second", CHANNEL.at(3)))
                .withActivation("r", ActivationConfig.ofStatic(eight, Calibrator.minMax()));
        Quantizer rounding = Quantizer.of(new UniformGrid(0.05f, 0, 0, 15));

        SensitivityResult result = run(sparing(present), rounding, LayerTrials.plain(evaluator));

        Candidate spared = new Candidate(weights(Map.of("first", CHANNEL.at(2))), Map.of("r", rounding));
        assertSame(
                result.spared("second").orElseThrow().fidelity(),
                Fidelity.of(evaluate(evaluator, Candidate.unchanged()), evaluate(evaluator, spared), data.labels()));
    }

    /** Equalized weights, say: the layer that is tried and those that are not have them. */
    @Test
    void overlaysHoldTheFloatWeights() throws Exception {
        float[] other = OnnxModels.values(24);
        for (int i = 0; i < other.length; i++) {
            other[i] = -other[i];
        }
        TensorConfig overlaid =
                TensorConfig.unquantized().withOverlay(Optional.of(WeightOverlay.of("other", Map.of("w1", other))));
        SensitivityPlan plan = new SensitivityPlan(
                List.of(CHANNEL),
                List.of(4),
                List.of("second"),
                QuantConfig.of(Map.of("first", overlaid)),
                false,
                DataPart.ALL,
                SAMPLES,
                false);

        SensitivityResult result = run(plan);

        Map<String, float[]> constants = weights(Map.of("second", CHANNEL.at(4)));
        constants.put("w1", other);
        assertSame(
                result.cells().get(0).fidelity(),
                Fidelity.of(
                        evaluate(evaluator, Candidate.unchanged()),
                        evaluate(evaluator, Candidate.ofWeights(constants)),
                        data.labels()));
    }

    @Test
    void cancellingLeavesCellsThatAreGoneOnWith() throws Exception {
        Map<List<Object>, SensitivityCell> heard = new HashMap<>();
        CancelToken cancel = new CancelToken();
        SensitivityPlan plan = plan(List.of(CHANNEL), List.of(2, 4, 8));

        assertThatThrownBy(() -> run(
                        plan,
                        List.of(),
                        cell -> {
                            heard.put(List.of(cell.layer(), cell.column()), cell);
                            if (cell.fidelity().samples() > 500) {
                                cancel.cancel();
                            }
                        },
                        cancel))
                .isInstanceOf(CancellationException.class);
        assertThat(heard).hasSize(6);
        List<SensitivityCell> again = new ArrayList<>();
        SensitivityResult rest = run(plan, List.copyOf(heard.values()), again::add, CancelToken.none());

        SensitivityResult atOnce = run(plan);
        assertThat(again.get(0).fidelity().samples()).isGreaterThan(500);
        for (SensitivityCell cell : atOnce.cells()) {
            assertSame(
                    rest.cell(cell.layer(), cell.column().orElseThrow())
                            .orElseThrow()
                            .fidelity(),
                    cell.fidelity());
        }
        assertThat(run(plan, rest.cells(), again::add, CancelToken.none()).cells())
                .isEqualTo(rest.cells());
    }

    /** The first layer at 8 bits answers alike on all samples; at 1 bit it does not by far. */
    @Test
    void cellsStopAsSoonAsTheirIntervalSettlesThem() throws Exception {
        SensitivityPlan all = plan(List.of(CHANNEL), List.of(1, 2, 16));
        SensitivityPlan early = new SensitivityPlan(
                all.series(), all.bits(), List.of(), QuantConfig.empty(), false, DataPart.ALL, SAMPLES, true);

        SensitivityResult stopped = run(early);
        SensitivityResult complete = run(all);

        for (SensitivityCell cell : stopped.cells()) {
            SensitivityCell whole =
                    complete.cell(cell.layer(), cell.column().orElseThrow()).orElseThrow();
            assertThat(stopped.verdict(cell)).isEqualTo(complete.verdict(whole));
            assertThat(cell.settled()).isTrue();
        }
        assertThat(stopped.cell("first", new SensitivityColumn(CHANNEL, 1)).orElseThrow())
                .satisfies(cell -> {
                    assertThat(stopped.verdict(cell)).isEqualTo(CellVerdict.HURTS);
                    assertThat(cell.fidelity().samples()).isLessThan(SAMPLES);
                });
        assertThat(stopped.floating().samples()).isEqualTo(SAMPLES);
    }

    @Test
    void unlabelledDataAreJudgedByAgreement() throws Exception {
        try (CandidateEvaluator unlabelled = CandidateEvaluator.open(
                document, MemoryDataset.of(Shape.of(4), data.values()), Preprocessing.scaled(1))) {
            SensitivityResult result = Sensitivity.run(
                    plan(List.of(CHANNEL), List.of(1)),
                    document.model(),
                    this::weights,
                    LayerTrials.plain(unlabelled),
                    Optional.empty(),
                    SAMPLES,
                    List.of(),
                    cell -> {},
                    new Progress(),
                    CancelToken.none());

            SensitivityCell cell = result.cells().get(0);
            assertThat(cell.fidelity().outcomes()).isEmpty();
            assertThat(cell.fidelity().kl()).isPositive();
            assertThat(result.verdict(cell)).isEqualTo(CellVerdict.HURTS);
        }
    }

    /** Both ways, layers alone and spared, activations rounded. */
    @Test
    void partsOfTheNetworkGiveTheNumbersOfTheWhole() throws Exception {
        QuantConfig present = QuantConfig.of(Map.of("first", CHANNEL.at(3), "second", CHANNEL.at(3)))
                .withActivation(
                        "r",
                        ActivationConfig.ofStatic(
                                (NumberFormat.Ranged) NumberFormat.uniform(8, Scheme.ASYMMETRIC), Calibrator.minMax()));
        Quantizer rounding = Quantizer.of(new UniformGrid(0.05f, 0, 0, 15));
        SensitivityPlan plan = new SensitivityPlan(
                List.of(CHANNEL), List.of(2, 4, 8), List.of(), present, true, DataPart.ALL, SAMPLES, false);

        SensitivityResult whole;
        SensitivityResult parts;
        try (LayerTrials trials = LayerTrials.plain(evaluator)) {
            whole = run(plan, rounding, trials);
        }
        try (LayerTrials trials = LayerTrials.of(evaluator)) {
            parts = run(plan, rounding, trials);
        }

        assertThat(parts.cells()).hasSize(8);
        assertSame(parts.floating(), whole.floating());
        assertSame(parts.present().orElseThrow(), whole.present().orElseThrow());
        for (int i = 0; i < 8; i++) {
            assertSame(parts.cells().get(i).fidelity(), whole.cells().get(i).fidelity());
        }
    }

    @Test
    void layersMustBeThere() {
        SensitivityPlan plan = new SensitivityPlan(
                List.of(CHANNEL),
                List.of(4),
                List.of("third"),
                QuantConfig.empty(),
                false,
                DataPart.ALL,
                SAMPLES,
                false);

        assertThatThrownBy(() -> run(plan)).hasMessageContaining("no layer is named 'third'");
    }

    private static void assertSame(Fidelity found, Fidelity expected) {
        assertThat(found.outcomes()).isEqualTo(expected.outcomes());
        assertThat(found.samples()).isEqualTo(expected.samples());
        assertThat(found.agreeing()).isEqualTo(expected.agreeing());
        // sums over the same samples, parted otherwise
        assertThat(found.divergence()).isCloseTo(expected.divergence(), withinPercentage(1e-9));
        assertThat(found.signal()).isCloseTo(expected.signal(), withinPercentage(1e-9));
        assertThat(found.noise()).isCloseTo(expected.noise(), withinPercentage(1e-9));
    }

    private static SensitivityPlan plan(List<SweepSeries> series, List<Integer> bits) {
        return new SensitivityPlan(
                series, bits, List.of(), QuantConfig.empty(), false, DataPart.ALL, Integer.MAX_VALUE, false);
    }

    private static SensitivityPlan sparing(QuantConfig present) {
        return new SensitivityPlan(List.of(), List.of(), List.of(), present, true, DataPart.ALL, SAMPLES, false);
    }

    private SensitivityResult run(SensitivityPlan plan) throws Exception {
        return run(plan, List.of(), cell -> {}, CancelToken.none());
    }

    /** Where activations are rounded, in one way whatever the weights are. */
    private SensitivityResult run(SensitivityPlan plan, Quantizer rounding, LayerTrials trials) throws Exception {
        Sweep.Source source = new Sweep.Source() {
            @Override
            public LayerWeights weights(String layer, TensorConfig config, CancelToken cancel) throws IOException {
                return SensitivityTest.this.weights(layer, config, cancel);
            }

            @Override
            public ActivationPlan plan(QuantConfig config, CancelToken cancel) {
                return new ActivationPlan(Map.of("r", rounding), Map.of(), Map.of(), List.of(), List.of());
            }
        };
        return Sensitivity.run(
                plan,
                document.model(),
                source,
                trials,
                data.labels(),
                SAMPLES,
                List.of(),
                cell -> {},
                new Progress(),
                CancelToken.none());
    }

    private SensitivityResult run(
            SensitivityPlan plan, List<SensitivityCell> known, Sensitivity.Listener listener, CancelToken cancel)
            throws Exception {
        return Sensitivity.run(
                plan,
                document.model(),
                this::weights,
                LayerTrials.plain(evaluator),
                data.labels(),
                SAMPLES,
                known,
                listener,
                new Progress(),
                cancel);
    }

    private LayerWeights weights(String layer, TensorConfig config, CancelToken cancel) throws IOException {
        return LayerWeights.read(document.model().layer(layer).orElseThrow(), config.overlay(), cancel);
    }

    private Map<String, float[]> weights(Map<String, TensorConfig> configs) throws Exception {
        Map<String, float[]> values = new HashMap<>();
        for (Map.Entry<String, TensorConfig> entry : configs.entrySet()) {
            LayerWeights own = weights(entry.getKey(), entry.getValue(), CancelToken.none());
            values.put(
                    own.layer().weight().name(),
                    LayerQuantizer.values(
                            own, LayerQuantizer.grids(own, entry.getValue(), CancelToken.none()), CancelToken.none()));
        }
        return values;
    }

    private static Evaluation evaluate(CandidateEvaluator evaluator, Candidate candidate) throws Exception {
        return evaluator.evaluate(candidate, 0, SAMPLES, true, new Progress(), CancelToken.none());
    }
}
