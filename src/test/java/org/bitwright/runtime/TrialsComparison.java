package org.bitwright.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bitwright.model.Dataset;
import org.bitwright.model.Preprocessing;
import org.bitwright.model.Shape;
import org.bitwright.model.Tensor;
import org.bitwright.onnx.OnnxDocument;
import org.bitwright.onnx.OnnxModels;
import org.bitwright.task.CancelToken;
import org.bitwright.task.Progress;

/** Runs trials in parts and whole, and expects the same bits. */
final class TrialsComparison {
    private TrialsComparison() {}

    static final long PLENTY = 1L << 28;

    static final Preprocessing RAW = Preprocessing.scaled(1);

    /** Tries every layer alone with its weight on a coarse grid; gives the number of those that were run in parts. */
    static int compared(OnnxDocument document, Dataset data, Candidate base, long budget) throws Exception {
        List<String> weights = document.model().layers().stream()
                .map(layer -> layer.weight().name())
                .toList();
        return compared(document, data, base, budget, weights);
    }

    static int compared(OnnxDocument document, Dataset data, Candidate base, long budget, List<String> weights)
            throws Exception {
        try (CandidateEvaluator evaluator = open(document, data);
                SuffixTrials trials = new SuffixTrials(evaluator, budget)) {
            List<Set<String>> changes = weights.stream().map(Set::of).toList();
            Evaluation expectedBase = whole(evaluator, base, data.size());
            int different = 0;
            for (int first = 0; first < data.size(); ) {
                Evaluation run = base(trials, base, changes, first, data.size() - first);
                assertSame(run, expectedBase.part(first, run.samples()));
                for (String weight : weights) {
                    Map<String, float[]> values =
                            Map.of(weight, coarse(document.constant(weight).orElseThrow(), 3));
                    LayerTrials.Trial trial = new LayerTrials.Trial(weight, Set.of(weight), c -> values);
                    Evaluation answered = trials.run(trial, new Progress(), CancelToken.none());
                    Candidate alone = trial.of(base, CancelToken.none());
                    assertSame(answered, whole(evaluator, alone, data.size()).part(first, run.samples()));
                    different += Arrays.equals(answered.outputs(), run.outputs()) ? 0 : 1;
                }
                first += run.samples();
            }
            assertThat(different).isPositive();
            return trials.inParts();
        }
    }

    static void assertSame(Evaluation found, Evaluation expected) {
        assertThat(found.first()).isEqualTo(expected.first());
        assertThat(found.predictions()).isEqualTo(expected.predictions());
        assertThat(found.outputs()).isEqualTo(expected.outputs());
    }

    static float[] coarse(Tensor weight, int levels) throws Exception {
        float[] values = weight.readFloats();
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) Math.rint(values[i] * levels) / levels;
        }
        return values;
    }

    static Evaluation base(LayerTrials trials, Candidate base, List<Set<String>> changes, int first, int most)
            throws Exception {
        return trials.base(base, changes, first, most, new Progress(), CancelToken.none());
    }

    static Evaluation whole(CandidateEvaluator evaluator, Candidate candidate, int count) throws Exception {
        return evaluator.evaluate(candidate, 0, count, true, new Progress(), CancelToken.none());
    }

    static CandidateEvaluator open(OnnxDocument document, Dataset data) throws Exception {
        return CandidateEvaluator.open(document, data, RAW, CandidateNetworks.Way.CONSTANTS);
    }

    static Dataset images(int count) {
        return MemoryDataset.of(Shape.of(3, 6, 6), OnnxModels.values(count * 108));
    }

    static Dataset rows(int count, int length) {
        return MemoryDataset.of(Shape.of(length), OnnxModels.values(count * length));
    }

    static OnnxModels chain() {
        return OnnxModels.opset(13)
                .input("x", -1, 3, 6, 6)
                .weight("w1", 16, 3, 3, 3)
                .node("Conv", "first", "x w1", "a1", "pads=[1,1,1,1]")
                .node("Relu", "relu1", "a1", "r1")
                .weight("w2", 16, 1, 3, 3)
                .node("Conv", "second", "r1 w2", "a2", "group=16")
                .node("Relu", "relu2", "a2", "r2")
                .weight("w3", 8, 16, 1, 1)
                .node("Conv", "third", "r2 w3", "a3")
                .node("GlobalAveragePool", "pool", "a3", "p")
                .node("Flatten", "flat", "p", "f")
                .weight("w4", 5, 8)
                .weight("b4", 5)
                .node("Gemm", "last", "f w4 b4", "y", "transB=1")
                .output("y", -1, 5);
    }

    /** A block with the identity beside it, and one with a convolution beside it. */
    static OnnxModels residual() {
        return OnnxModels.opset(13)
                .input("x", -1, 3, 6, 6)
                .weight("w1", 16, 3, 3, 3)
                .node("Conv", "stem", "x w1", "a1", "pads=[1,1,1,1]")
                .node("Relu", "relu1", "a1", "r1")
                .weight("w2", 16, 16, 3, 3)
                .weight("b2", 16)
                .node("Conv", "inner", "r1 w2 b2", "a2", "pads=[1,1,1,1]")
                .node("Add", "sum", "a2 r1", "s")
                .node("Relu", "relu2", "s", "r2")
                .weight("w3", 16, 16, 3, 3)
                .weight("b3", 16)
                .node("Conv", "left", "r2 w3 b3", "a3", "pads=[1,1,1,1]")
                .node("Relu", "relu3", "a3", "r3")
                .weight("w4", 16, 16, 3, 3)
                .node("Conv", "lower", "r3 w4", "a4", "pads=[1,1,1,1]")
                .weight("w5", 16, 16, 1, 1)
                .node("Conv", "shortcut", "r2 w5", "a5")
                .node("Add", "sum2", "a4 a5", "t")
                .node("Relu", "relu4", "t", "r4")
                .node("GlobalAveragePool", "pool", "r4", "p")
                .node("Flatten", "flat", "p", "f")
                .weight("w6", 5, 16)
                .weight("b6", 5)
                .node("Gemm", "last", "f w6 b6", "y", "transB=1")
                .output("y", -1, 5);
    }
}
