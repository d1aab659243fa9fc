package org.bitwright.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.bitwright.model.Preprocessing;
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

/** Networks whose activations are rounded as they run. */
class QuantizedActivationsTest {
    @TempDir
    Path folder;

    @Test
    void eachEdgeIsRoundedForAllThatTakeIt() throws Exception {
        // y = x + relu(x), z = relu(x): x to steps of 1, relu(x) to steps of 2.
        OnnxDocument document = OnnxModels.opset(13)
                .input("x", -1, 3)
                .node("Relu", "relu", "x", "r")
                .node("Add", "sum", "x r", "y")
                .output("y", -1, 3)
                .output("r", -1, 3)
                .open(folder);
        Candidate candidate = new Candidate(
                Map.of(),
                Map.of(
                        "x", Quantizer.of(new UniformGrid(1, 0, -8, 7)),
                        "r", Quantizer.of(new UniformGrid(2, 0, 0, 15))));

        Evaluation run = evaluate(document, MemoryDataset.of(Shape.of(3), 5.4f, -2.5f, 100), candidate);

        // x: 5, −2 (half to even), 7; relu: 4 (5 / 2 is a tie), 0, 8 (7 / 2 is a tie).
        assertThat(run.outputs()).containsExactly(9, -2, 15);
    }

    @ParameterizedTest
    @ValueSource(ints = {9, 13})
    void aDynamicRangeIsThatOfOneSample(int opset) throws Exception {
        OnnxDocument document = OnnxModels.opset(opset)
                .input("x", -1, 2)
                .weight("identity", new float[] {1, 0, 0, 1}, 2, 2)
                .node("MatMul", "same", "x identity", "y")
                .output("y", -1, 2)
                .open(folder);
        Candidate candidate = new Candidate(Map.of(), Map.of("x", Quantizer.dynamic()));

        // 0 … 255 in steps of 1; 0 … 2550 in steps of 10.
        Evaluation run = evaluate(document, MemoryDataset.of(Shape.of(2), 255, 3.4f, 2550, 3.4f), candidate);

        assertThat(run.outputs()).containsExactly(255, 3, 2550, 0);
    }

    @Test
    void aNetworkOfAFixedBatchHasItsDynamicRangeOverTheBatch() throws Exception {
        OnnxDocument document = OnnxModels.opset(13)
                .input("x", 2, 2)
                .weight("w", new float[] {1, 0, 0, 1}, 2, 2)
                .node("MatMul", "same", "x w", "y")
                .output("y", 2, 2)
                .open(folder);
        Candidate candidate = new Candidate(Map.of(), Map.of("x", Quantizer.dynamic()));

        // 0 … 2550 in steps of 10 for both samples; 255 / 10 lies halfway and goes to the even 26.
        Evaluation run = evaluate(document, MemoryDataset.of(Shape.of(2), 255, 34, 2550, 3.4f), candidate);

        assertThat(run.outputs()).containsExactly(260, 30, 2550, 0);
    }

    @Test
    void weightsAndActivationsAreTriedTogether() throws Exception {
        OnnxDocument document = OnnxModels.opset(13)
                .input("x", -1, 2)
                .weight("w", new float[] {1, 2}, 2, 1)
                .constant("b", new float[] {0.5f}, 1)
                .node("MatMul", "product", "x w", "p")
                .node("Add", "sum", "p b", "y")
                .output("y", -1, 1)
                .open(folder);
        Candidate candidate = new Candidate(
                Map.of("w", new float[] {3, -1}, "b", new float[] {10}),
                Map.of(
                        "x",
                        Quantizer.of(new UniformGrid(1, 0, -8, 7)),
                        "y",
                        Quantizer.of(new UniformGrid(4, 0, -8, 7))));

        Evaluation run = evaluate(document, MemoryDataset.of(Shape.of(2), 1.4f, 2.6f, -5, 9), candidate);

        // x: 1, 3 and −5, 7; 3 − 3 + 10 and −15 − 7 + 10; 10 / 4 lies halfway and goes to 2; −12 is a step.
        assertThat(run.outputs()).containsExactly(8, -12);
    }

    @Test
    void theWayThatIsMeasuredRoundsAlike() throws Exception {
        OnnxDocument document = OnnxModels.opset(13)
                .input("x", -1, 2)
                .node("Identity", "same", "x", "y")
                .output("y", -1, 2)
                .open(folder);
        float[] values = OnnxModels.values(2000);
        UniformGrid grid = new UniformGrid(0.3f, 2, 0, 7);
        float[] expected = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            expected[i] = grid.quantize(values[i]);
        }
        try (CandidateEvaluator evaluator =
                CandidateEvaluator.open(document, MemoryDataset.of(Shape.of(2), values), Preprocessing.scaled(1))) {
            assertThat(evaluator.roundingWay()).isEqualTo("undecided");
            Candidate candidate = new Candidate(Map.of(), Map.of("y", Quantizer.of(grid)));
            for (int run = 0; run < 2; run++) {
                assertThat(evaluator
                                .evaluate(candidate, 0, 1000, true, new Progress(), CancelToken.none())
                                .outputs())
                        .isEqualTo(expected);
                assertThat(evaluator.roundingWay())
                        .matches("(integers|arithmetic).*")
                        .doesNotContain("wide");
            }
        }
    }

    private static Evaluation evaluate(OnnxDocument document, MemoryDataset data, Candidate candidate)
            throws Exception {
        try (CandidateEvaluator evaluator = CandidateEvaluator.open(document, data, Preprocessing.scaled(1))) {
            return evaluator.evaluate(candidate, 0, data.size(), true, new Progress(), CancelToken.none());
        }
    }
}
