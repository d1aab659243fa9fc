package org.bitwright.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.bitwright.runtime.TrialsComparison.PLENTY;
import static org.bitwright.runtime.TrialsComparison.base;
import static org.bitwright.runtime.TrialsComparison.chain;
import static org.bitwright.runtime.TrialsComparison.coarse;
import static org.bitwright.runtime.TrialsComparison.compared;
import static org.bitwright.runtime.TrialsComparison.images;
import static org.bitwright.runtime.TrialsComparison.open;
import static org.bitwright.runtime.TrialsComparison.residual;
import static org.bitwright.runtime.TrialsComparison.rows;
import static org.bitwright.runtime.TrialsComparison.whole;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import org.bitwright.model.Dataset;
import org.bitwright.model.ElementType;
import org.bitwright.model.Layer;
import org.bitwright.model.Shape;
import org.bitwright.onnx.OnnxDocument;
import org.bitwright.onnx.OnnxModels;
import org.bitwright.quant.UniformGrid;
import org.bitwright.quant.target.Quantizer;
import org.bitwright.task.CancelToken;
import org.bitwright.task.Progress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What trials run in parts is, to the last bit, what whole networks answer. */
class LayerTrialsTest {
    @TempDir
    Path folder;

    @Test
    void aPartAnswersLikeTheWhole() throws Exception {
        OnnxDocument document = chain().open(folder);

        assertThat(compared(document, images(300), Candidate.unchanged(), PLENTY))
                .isEqualTo(4);
    }

    /** Convolution, sum and rectifier run as one operator, which is not parted. */
    @Test
    void sumsAreAddedUpInTheSameOrder() throws Exception {
        OnnxDocument document = residual().open(folder);

        assertThat(compared(document, images(200), Candidate.unchanged(), PLENTY))
                .isEqualTo(6);
    }

    /** The largest values do not fit: what needs them computes them again. */
    @ParameterizedTest
    @ValueSource(longs = {1, 30_000, 3_000_000})
    void littleMemoryChangesNothing(long budget) throws Exception {
        OnnxDocument document = residual().open(folder);

        assertThat(compared(document, images(700), Candidate.unchanged(), budget))
                .isGreaterThanOrEqualTo(6);
    }

    @Test
    void smallBudgetsMakeSeveralChunks() throws Exception {
        OnnxDocument document = residual().open(folder);
        try (CandidateEvaluator evaluator = open(document, images(700));
                SuffixTrials trials = new SuffixTrials(evaluator, 3_000_000)) {
            Evaluation base = base(trials, Candidate.unchanged(), List.of(Set.of("w3")), 0, 700);

            assertThat(base.samples()).isLessThan(700).isGreaterThanOrEqualTo(64);
            assertThat(base.samples() % 64).isZero();
        }
    }

    /** One weight in two products, before and behind a branch. */
    @Test
    void aSharedWeightChangesEverythingThatTakesIt() throws Exception {
        OnnxDocument document = OnnxModels.opset(13)
                .input("x", -1, 8)
                .weight("w", 8, 8)
                .weight("v", 8, 8)
                .node("MatMul", "first", "x w", "a")
                .node("Relu", "relu", "a", "b")
                .node("MatMul", "left", "b v", "c")
                .node("MatMul", "right", "b w", "d")
                .node("Concat", "both", "c d", "y", "axis=1")
                .output("y", -1, 16)
                .open(folder);

        assertThat(compared(document, rows(150, 8), Candidate.unchanged(), PLENTY))
                .isEqualTo(2);
    }

    @Test
    void foldedNormalizationsAreFoldedAnew() throws Exception {
        OnnxDocument document = OnnxModels.opset(13)
                .input("x", -1, 3, 6, 6)
                .weight("w1", 8, 3, 3, 3)
                .node("Conv", "first", "x w1", "a", "pads=[1,1,1,1]")
                .weight("gamma", new float[] {1, 2, 3, 4, 5, 6, 7, 0.5f}, 8)
                .weight("beta", 8)
                .weight("mean", 8)
                .weight("variance", new float[] {1, 2, 3, 4, 5, 6, 7, 8}, 8)
                .node("BatchNormalization", "norm", "a gamma beta mean variance", "b")
                .node("Relu", "relu", "b", "c")
                .weight("w2", 4, 8, 3, 3)
                .node("Conv", "second", "c w2", "d")
                .node("GlobalAveragePool", "pool", "d", "e")
                .node("Flatten", "flat", "e", "y")
                .output("y", -1, 4)
                .open(folder);

        assertThat(compared(document, images(100), Candidate.unchanged(), PLENTY))
                .isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 3})
    void networksOfAFixedBatchRunInIt(long batch) throws Exception {
        OnnxDocument document = OnnxModels.opset(13)
                .input("x", batch, 8)
                .weight("w1", 8, 8)
                .node("MatMul", "first", "x w1", "a")
                .node("Tanh", "tanh", "a", "b")
                .weight("w2", 8, 4)
                .node("MatMul", "second", "b w2", "y")
                .output("y", batch, 4)
                .open(folder);

        assertThat(compared(document, rows(70, 8), Candidate.unchanged(), PLENTY))
                .isEqualTo(2);
    }

    /** The second input enters behind the first layer. */
    @Test
    void severalInputsReachTheirPart() throws Exception {
        OnnxDocument document = OnnxModels.opset(13)
                .input("ids", ElementType.INT64, -1, 2)
                .input("mask", -1, 2, 1)
                .weight("table", 5, 6)
                .node("Gather", "embedding", "table ids", "a")
                .node("Mul", "masked", "a mask", "b")
                .weight("w", 6, 3)
                .node("MatMul", "product", "b w", "c")
                .node("ReduceSum", "sum", "c axes", "y", "keepdims=0")
                .longs("axes", 1)
                .output("y", -1, 3)
                .open(folder);
        double[] ids = new double[200];
        double[] mask = new double[200];
        for (int i = 0; i < 200; i++) {
            ids[i] = i * 7 % 5;
            mask[i] = i % 3 == 0 ? 0 : 1;
        }
        Dataset data = new MemoryArrays(
                100,
                List.of(
                        MemoryArrays.Part.of("ids", ElementType.INT64, Shape.of(2), ids),
                        MemoryArrays.Part.of("mask", ElementType.FLOAT32, Shape.of(2, 1), mask)));

        assertThat(compared(document, data, Candidate.unchanged(), PLENTY)).isEqualTo(2);
    }

    @Test
    void branchesTakeWeightsFromAroundThem() throws Exception {
        OnnxModels before = OnnxModels.opset(13)
                .input("x", -1, 8)
                .weight("w1", 8, 8)
                .node("MatMul", "first", "x w1", "a")
                .weight("w2", 8, 4);
        OnnxModels body =
                OnnxModels.opset(13).node("MatMul", "inner", "a w2", "z").result("z");
        OnnxDocument document = OnnxModels.choice(before, body)
                .node("Relu", "relu", "chosen", "y")
                .output("y", -1, 4)
                .open(folder);

        assertThat(compared(document, rows(100, 8), Candidate.unchanged(), PLENTY, List.of("w1", "w2")))
                .isEqualTo(2);
    }

    @Test
    void recurrentLayersRunInParts() throws Exception {
        OnnxDocument document = OnnxModels.opset(13)
                .input("x", -1, 5, 4)
                .node("Transpose", "steps", "x", "s", "perm=[1,0,2]")
                .weight("w", 1, 9, 4)
                .weight("r", 1, 9, 3)
                .node("GRU", "gru", "s w r", "all last", "hidden_size=3")
                .node("Squeeze", "state", "last zero", "h")
                .longs("zero", 0)
                .weight("out", 3, 4)
                .node("MatMul", "product", "h out", "y")
                .output("y", -1, 4)
                .open(folder);
        Dataset data = MemoryDataset.of(Shape.of(5, 4), OnnxModels.values(90 * 20));

        assertThat(compared(document, data, Candidate.unchanged(), PLENTY))
                .isEqualTo(document.model().layers().size());
    }

    @Test
    void halfPrecisionRunsInParts() throws Exception {
        OnnxDocument document = OnnxModels.opset(13)
                .input("x", -1, 8)
                .node("Cast", "narrow", "x", "h", "to=10")
                .weight("w1", ElementType.FLOAT16, OnnxModels.values(64), 8, 8)
                .node("MatMul", "first", "h w1", "a")
                .weight("w2", ElementType.FLOAT16, OnnxModels.values(32), 8, 4)
                .node("MatMul", "second", "a w2", "b")
                .node("Cast", "wide", "b", "y", "to=1")
                .output("y", -1, 4)
                .open(folder);

        assertThat(compared(document, rows(100, 8), Candidate.unchanged(), PLENTY))
                .isEqualTo(2);
    }

    /** The rest of a network that is quantized whole stays as it is: weights, biases and what rounds activations. */
    @Test
    void theBaseMayBeQuantized() throws Exception {
        OnnxDocument document = residual().open(folder);
        Map<String, float[]> constants = new HashMap<>();
        for (Layer layer : document.model().layers()) {
            constants.put(layer.weight().name(), coarse(layer.weight(), 4));
        }
        Quantizer rounding = Quantizer.of(new UniformGrid(0.05f, 128, 0, 255));
        Candidate base = new Candidate(constants, Map.of("x", rounding, "r1", rounding, "s", rounding));

        assertThat(compared(document, images(600), base, PLENTY)).isEqualTo(6);
    }

    /** A range for each sample: samples run one by one, whole. */
    @Test
    void dynamicRangesRunWhole() throws Exception {
        OnnxDocument document = chain().open(folder);

        assertThat(compared(document, images(20), new Candidate(Map.of(), Map.of("r1", Quantizer.dynamic())), PLENTY))
                .isZero();
    }

    /** A constant of the base that a trial leaves out is the network's own again. */
    @Test
    void valuesThatAreLeftOutAreTheNetworksOwn() throws Exception {
        OnnxDocument document = chain().open(folder);
        Map<String, float[]> constants = new HashMap<>();
        for (Layer layer : document.model().layers()) {
            constants.put(layer.weight().name(), coarse(layer.weight(), 2));
        }
        Candidate base = Candidate.ofWeights(constants);
        Map<String, float[]> rest = new HashMap<>(constants);
        rest.remove("w2");
        try (CandidateEvaluator evaluator = open(document, images(100));
                SuffixTrials trials = new SuffixTrials(evaluator, PLENTY)) {
            base(trials, base, List.of(Set.of("w2")), 0, 100);

            Evaluation run = trials.run(
                    new LayerTrials.Trial("spared", Set.of("w2"), cancel -> Map.of()),
                    new Progress(),
                    CancelToken.none());

            assertThat(run.outputs())
                    .containsExactly(
                            whole(evaluator, Candidate.ofWeights(rest), 100).outputs());
            assertThat(trials.inParts()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"residual", "depthwise", "lenet5", "lenet-300-100", "vit"})
    void samplesAnswerAlikeInParts(String name) throws Exception {
        OnnxDocument document = OnnxDocument.open(Path.of("sample-models", name + ".onnx"));
        float[] pixels = new float[200 * 784];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (float) Math.abs(Math.sin(0.37 * i) * Math.sin(0.0113 * i));
        }
        Dataset data = MemoryDataset.of(Shape.of(1, 28, 28), pixels);

        assertThat(compared(document, data, Candidate.unchanged(), PLENTY))
                .isEqualTo(document.model().layers().size());
    }

    @Test
    void cancellingEndsARun() throws Exception {
        OnnxDocument document = residual().open(folder);
        CancelToken cancel = new CancelToken();
        cancel.cancel();
        try (CandidateEvaluator evaluator = open(document, images(300));
                SuffixTrials trials = new SuffixTrials(evaluator, PLENTY)) {
            base(trials, Candidate.unchanged(), List.of(Set.of("w1")), 0, 300);
            LayerTrials.Trial trial = new LayerTrials.Trial("one", Set.of("w1"), c -> Map.of());

            assertThatThrownBy(() -> trials.run(trial, new Progress(), cancel))
                    .isInstanceOf(CancellationException.class);
            assertThat(trials.run(trial, new Progress(), CancelToken.none()).samples())
                    .isEqualTo(300);
        }
    }
}
