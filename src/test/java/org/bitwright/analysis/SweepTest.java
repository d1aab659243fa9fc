package org.bitwright.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import org.bitwright.model.Shape;
import org.bitwright.quant.Calibrator;
import org.bitwright.quant.FormatFamily;
import org.bitwright.quant.Granularity;
import org.bitwright.quant.LayerQuantizer;
import org.bitwright.quant.LayerWeights;
import org.bitwright.quant.QuantConfig;
import org.bitwright.quant.Scheme;
import org.bitwright.quant.TensorConfig;
import org.bitwright.quant.UniformGrid;
import org.bitwright.quant.target.ActivationPlan;
import org.bitwright.quant.target.Quantizer;
import org.bitwright.runtime.Candidate;
import org.bitwright.runtime.Evaluation;
import org.bitwright.runtime.MemoryDataset;
import org.bitwright.runtime.session.InferenceException;
import org.bitwright.task.CancelToken;
import org.bitwright.task.Progress;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SweepTest {
    private static final SweepSeries CHANNEL =
            new SweepSeries(Granularity.CHANNEL, Calibrator.minMax(), Scheme.SYMMETRIC);
    private static final SweepSeries TENSOR = new SweepSeries(Granularity.TENSOR, Calibrator.mse(), Scheme.SYMMETRIC);
    private static final int SAMPLES = 2500;

    /** No patience: a part of the data is measured first. */
    private static final double PART_FIRST = 0;

    @TempDir
    Path folder;

    private LabelledNetwork network;

    @BeforeEach
    void open() throws Exception {
        network = LabelledNetwork.open(folder, SAMPLES);
    }

    @AfterEach
    void close() {
        network.close();
    }

    @Test
    void everyPointIsMeasuredOnAPartAndThenOnAll() throws Exception {
        List<SweepPoint> heard = new ArrayList<>();
        SweepPlan plan = new SweepPlan(List.of(CHANNEL, TENSOR), List.of(2, 4, 8), List.of(), QuantConfig.empty());

        SweepResult result = run(plan, SAMPLES, heard::add, CancelToken.none());

        assertThat(heard.stream().map(SweepPoint::bits)).containsExactly(8, 8, 4, 4, 2, 2, 8, 8, 4, 4, 2, 2);
        assertThat(heard.subList(0, 6))
                .allMatch(point -> !point.complete() && point.accuracy().samples() == 1000);
        assertThat(heard.subList(6, 12))
                .allMatch(point -> point.complete() && point.accuracy().samples() == SAMPLES);
        assertThat(result.floatAccuracy()).isEqualTo(new Accuracy(SAMPLES, SAMPLES));
        assertThat(result.points()).extracting(SweepPoint::bits).containsExactly(2, 4, 8, 2, 4, 8);
        assertThat(result.points()).containsAll(heard.subList(6, 12));
    }

    @Test
    void pointsAgreeWithAnEvaluationOfTheSameWeights() throws Exception {
        SweepPlan plan = new SweepPlan(List.of(CHANNEL), List.of(3), List.of(), QuantConfig.empty());

        SweepPoint point =
                run(plan, SAMPLES, p -> {}, CancelToken.none()).points().get(0);

        Map<String, float[]> weights = new java.util.HashMap<>();
        for (String layer : List.of("first", "second")) {
            LayerWeights own = weights(layer, TensorConfig.unquantized(), CancelToken.none());
            weights.put(
                    own.layer().weight().name(),
                    LayerQuantizer.values(
                            own, LayerQuantizer.grids(own, CHANNEL.at(3), CancelToken.none()), CancelToken.none()));
        }
        Evaluation all = network.evaluator()
                .evaluate(Candidate.ofWeights(weights), 0, SAMPLES, false, new Progress(), CancelToken.none());
        assertThat(point.accuracy().correct()).isEqualTo(all.correct()).isLessThan(SAMPLES);
    }

    @Test
    void bytesCountPayloadAndScalesOfAllLayers() throws Exception {
        SweepPlan whole = new SweepPlan(List.of(CHANNEL, TENSOR), List.of(4), List.of(), QuantConfig.empty());
        List<SweepPoint> points = run(whole, 100, p -> {}, CancelToken.none()).points();
        // 24 and 18 weights of 4 bits: 12 and 9 bytes; 6 and 3 scales of 4 bytes a channel, or 1 and 1 a tensor.
        assertThat(points.get(0).bytes()).isEqualTo(12 + 24 + 9 + 12);
        assertThat(points.get(1).bytes()).isEqualTo(12 + 4 + 9 + 4);

        SweepPlan second = new SweepPlan(List.of(TENSOR), List.of(4), List.of("second"), QuantConfig.empty());
        assertThat(run(second, 100, p -> {}, CancelToken.none()).points().get(0).bytes())
                .isEqualTo(24 * 4 + 9 + 4);
    }

    @Test
    void layersThatAreNotSweptKeepTheirConfiguration() throws Exception {
        TensorConfig two = TENSOR.at(2);
        QuantConfig rest = QuantConfig.empty().with("first", two);
        SweepPlan plan = new SweepPlan(List.of(TENSOR), List.of(16), List.of("second"), rest);

        SweepPoint point =
                run(plan, SAMPLES, p -> {}, CancelToken.none()).points().get(0);

        LayerWeights first = weights("first", TensorConfig.unquantized(), CancelToken.none());
        float[] values =
                LayerQuantizer.values(first, LayerQuantizer.grids(first, two, CancelToken.none()), CancelToken.none());
        Evaluation alone = network.evaluator()
                .evaluate(
                        Candidate.ofWeights(Map.of("w1", values)),
                        0,
                        SAMPLES,
                        false,
                        new Progress(),
                        CancelToken.none());
        assertThat(alone.correct()).isLessThan(SAMPLES - 100);
        // 16 bits on the other layer change next to nothing.
        assertThat(point.accuracy().correct()).isBetween(alone.correct() - 5, alone.correct() + 5);
        assertThat(point.bytes()).isEqualTo(6 + 4 + 36 + 4);
    }

    @Test
    void sameNumbersAreMeasuredOnce() throws Exception {
        SweepSeries otherCalibrator = new SweepSeries(Granularity.CHANNEL, Calibrator.mse(), Scheme.SYMMETRIC);
        SweepPlan plan = new SweepPlan(List.of(CHANNEL, otherCalibrator), List.of(1), List.of(), QuantConfig.empty());

        List<SweepPoint> points = run(plan, 500, p -> {}, CancelToken.none()).points();

        assertThat(points.get(0).seconds()).isPositive();
        assertThat(points.get(1).seconds()).isZero();
        assertThat(points.get(1).accuracy()).isEqualTo(points.get(0).accuracy());
    }

    @Test
    void activationsAreRoundedAsTheirPlanSays() throws Exception {
        SweepSeries activations = SweepSeries.ofActivations(FormatFamily.INT, ActivationSeries.usual());
        SweepSeries both = CHANNEL.with(ActivationSeries.usual());
        SweepPlan plan = new SweepPlan(List.of(activations, both, CHANNEL), List.of(3), List.of(), QuantConfig.empty());
        List<QuantConfig> asked = new ArrayList<>();
        UniformGrid grid = new UniformGrid(2 / 7f, 3, 0, 7);

        List<SweepPoint> points = Sweep.run(
                        plan,
                        network.document().model(),
                        new PlannedSource(asked, grid),
                        network.evaluator(),
                        network.data(),
                        SAMPLES,
                        point -> {},
                        SweepAnswers.ignored(),
                        PART_FIRST,
                        new Progress(),
                        CancelToken.none())
                .points();

        // Asked once a configuration, with the choices on all edges around the two products.
        assertThat(asked).hasSize(2);
        assertThat(asked.get(0).activations().keySet()).contains("x", "r");
        assertThat(asked.get(0).activation("x")).isEqualTo(activations.activationAt(3));
        assertThat(asked.get(0).of("first").format().isQuantized()).isFalse();
        assertThat(asked.get(1).of("first")).isEqualTo(CHANNEL.at(3));

        Map<String, Quantizer> quantizers = Map.of("x", Quantizer.of(grid));
        Evaluation activationsAlone = network.evaluator()
                .evaluate(new Candidate(Map.of(), quantizers), 0, SAMPLES, false, new Progress(), CancelToken.none());
        assertThat(points.get(0).accuracy().correct())
                .isEqualTo(activationsAlone.correct())
                .isLessThan(SAMPLES);
        assertThat(points.get(0).bytes()).isEqualTo((24 + 18) * 4);
        assertThat(points.get(1).accuracy().correct())
                .isLessThan(SAMPLES)
                .isNotEqualTo(points.get(2).accuracy().correct());
        assertThat(points.get(1).bytes()).isEqualTo(points.get(2).bytes());
    }

    @Test
    void activationsOfWhichNothingIsKnownAreRefused() {
        SweepSeries activations = SweepSeries.ofActivations(FormatFamily.INT, ActivationSeries.usual());
        SweepPlan plan = new SweepPlan(List.of(activations), List.of(8), List.of(), QuantConfig.empty());

        assertThatThrownBy(() -> run(plan, SAMPLES, point -> {}, CancelToken.none()))
                .isInstanceOf(InferenceException.class);
    }

    private final class PlannedSource implements Sweep.Source {
        private final List<QuantConfig> asked;
        private final UniformGrid grid;

        PlannedSource(List<QuantConfig> asked, UniformGrid grid) {
            this.asked = asked;
            this.grid = grid;
        }

        @Override
        public LayerWeights weights(String layer, TensorConfig config, CancelToken cancel) throws java.io.IOException {
            return SweepTest.this.weights(layer, config, cancel);
        }

        @Override
        public ActivationPlan plan(QuantConfig config, CancelToken cancel) {
            asked.add(config);
            return new ActivationPlan(Map.of("x", Quantizer.of(grid)), Map.of(), Map.of(), List.of(), List.of());
        }
    }

    @Test
    void fewSamplesAreMeasuredAtOnce() throws Exception {
        List<SweepPoint> heard = new ArrayList<>();
        SweepPlan plan = new SweepPlan(List.of(CHANNEL), List.of(8), List.of(), QuantConfig.empty());

        run(plan, 1999, heard::add, CancelToken.none());

        assertThat(heard).hasSize(1).allMatch(SweepPoint::complete);
    }

    @Test
    void cancelKeepsWhatWasHeard() {
        List<SweepPoint> heard = new ArrayList<>();
        CancelToken cancel = new CancelToken();
        SweepPlan plan = new SweepPlan(List.of(CHANNEL), List.of(2, 3, 4, 8), List.of(), QuantConfig.empty());

        assertThatThrownBy(() -> run(
                        plan,
                        SAMPLES,
                        point -> {
                            heard.add(point);
                            if (heard.size() == 2) {
                                cancel.cancel();
                            }
                        },
                        cancel))
                .isInstanceOf(CancellationException.class);

        assertThat(heard).hasSize(2).allMatch(point -> point.accuracy().samples() == 1000);
    }

    @Test
    void progressRisesToOne() throws Exception {
        Progress progress = new Progress();
        List<Double> seen = new ArrayList<>();
        SweepPlan plan = new SweepPlan(List.of(CHANNEL), List.of(2, 8), List.of(), QuantConfig.empty());

        Sweep.run(
                plan,
                network.document().model(),
                this::weights,
                network.evaluator(),
                network.data(),
                SAMPLES,
                point -> seen.add(progress.fraction()),
                SweepAnswers.ignored(),
                PART_FIRST,
                progress,
                CancelToken.none());

        // The float network and two widths, each 1000 and then 1500 of 2500 samples.
        assertThat(seen).hasSize(4).isSorted();
        assertThat(seen.get(0)).isEqualTo(2000.0 / 7500);
        assertThat(progress.fraction()).isEqualTo(1);
    }

    @Test
    void aSweepThatTakesNoTimeIsMeasuredAtOnce() throws Exception {
        List<SweepPoint> heard = new ArrayList<>();
        SweepPlan plan = new SweepPlan(List.of(CHANNEL), List.of(2, 8), List.of(), QuantConfig.empty());

        SweepResult result = Sweep.run(
                plan,
                network.document().model(),
                this::weights,
                network.evaluator(),
                network.data(),
                SAMPLES,
                heard::add,
                SweepAnswers.ignored(),
                1e9,
                new Progress(),
                CancelToken.none());

        assertThat(heard)
                .hasSize(2)
                .allMatch(point -> point.complete() && point.accuracy().samples() == SAMPLES);
        assertThat(result.points())
                .containsExactlyInAnyOrderElementsOf(heard)
                .extracting(SweepPoint::accuracy)
                .isEqualTo(run(plan, SAMPLES, p -> {}, CancelToken.none()).points().stream()
                        .map(SweepPoint::accuracy)
                        .toList());
    }

    @Test
    void unlabelledDataAreRefused() {
        SweepPlan plan = new SweepPlan(List.of(CHANNEL), List.of(8), List.of(), QuantConfig.empty());

        assertThatThrownBy(() -> Sweep.run(
                        plan,
                        network.document().model(),
                        this::weights,
                        network.evaluator(),
                        MemoryDataset.of(Shape.of(4), new float[8]),
                        2,
                        p -> {},
                        new Progress(),
                        CancelToken.none()))
                .isInstanceOf(InferenceException.class)
                .hasMessageContaining("no labels");
    }

    @Test
    void widthsComeCoarseToFine() {
        assertThat(SweepOrder.coarseToFine(List.of(1, 2, 3, 4, 5, 6, 7, 8, 16, 8)))
                .containsExactly(8, 4, 2, 16, 1, 6, 3, 5, 7);
        List<Integer> all =
                java.util.stream.IntStream.rangeClosed(1, 16).boxed().toList();
        assertThat(SweepOrder.coarseToFine(all)).containsExactlyInAnyOrderElementsOf(all);
    }

    private SweepResult run(SweepPlan plan, int samples, Consumer<SweepPoint> listener, CancelToken cancel)
            throws Exception {
        return Sweep.run(
                plan,
                network.document().model(),
                this::weights,
                network.evaluator(),
                network.data(),
                samples,
                listener,
                SweepAnswers.ignored(),
                PART_FIRST,
                new Progress(),
                cancel);
    }

    private LayerWeights weights(String layer, TensorConfig config, CancelToken cancel) throws java.io.IOException {
        return LayerWeights.read(network.document().model().layer(layer).orElseThrow(), cancel);
    }
}
