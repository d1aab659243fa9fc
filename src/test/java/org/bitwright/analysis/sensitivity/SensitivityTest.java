package org.bitwright.analysis.sensitivity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.bitwright.analysis.DataPart;
import org.bitwright.analysis.Fidelity;
import org.bitwright.model.Preprocessing;
import org.bitwright.model.Shape;
import org.bitwright.onnx.OnnxDocument;
import org.bitwright.onnx.OnnxModels;
import org.bitwright.quant.LayerWeights;
import org.bitwright.quant.QuantConfig;
import org.bitwright.quant.TensorConfig;
import org.bitwright.quant.WeightOverlay;
import org.bitwright.runtime.Candidate;
import org.bitwright.runtime.CandidateEvaluator;
import org.bitwright.runtime.Evaluation;
import org.bitwright.runtime.LayerTrials;
import org.bitwright.runtime.MemoryDataset;
import org.bitwright.task.CancelToken;
import org.bitwright.task.Progress;
import org.junit.jupiter.api.Test;

class SensitivityTest extends SensitivityFixture {
    @Test
    void everyLayerIsQuantizedAloneAtEveryColumn() throws Exception {
        SensitivityPlan plan = plan(List.of(CHANNEL, TENSOR), List.of(2, 3, 8));

        SensitivityResult result = run(plan);

        assertThat(result.cells()).hasSize(12).allMatch(SensitivityCell::settled);
        assertThat(result.samples()).isEqualTo(SAMPLES);
        assertThat(result.floating().accuracy())
                .hasValueSatisfying(all -> assertThat(all.top1()).isEqualTo(1));
        Evaluation reference = evaluate(Candidate.unchanged());
        for (SensitivityCell cell : result.cells()) {
            SensitivityColumn column = cell.column().orElseThrow();
            Candidate alone = Candidate.ofWeights(
                    weights(Map.of(cell.layer(), column.series().at(column.bits()))));
            assertSame(
                    cell.fidelity(),
                    Fidelity.of(reference, evaluate(alone), network.data().labels()));
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
                network.document().model(),
                this::weights,
                LayerTrials.plain(network.evaluator()),
                network.data().labels(),
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
                narrow, MemoryDataset.of(Shape.of(4), network.data().values()), Preprocessing.scaled(1))) {
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
                        evaluate(Candidate.unchanged()),
                        evaluate(Candidate.ofWeights(constants)),
                        network.data().labels()));
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
                network.document(), MemoryDataset.of(Shape.of(4), network.data().values()), Preprocessing.scaled(1))) {
            SensitivityResult result = Sensitivity.run(
                    plan(List.of(CHANNEL), List.of(1)),
                    network.document().model(),
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
}
