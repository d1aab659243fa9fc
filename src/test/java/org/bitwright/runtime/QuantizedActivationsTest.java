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

    @Test
    void aDynamicRangeIsThatOfOneSample() throws Exception {
        OnnxDocument document = OnnxModels.opset(13)
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

    private static Evaluation evaluate(OnnxDocument document, MemoryDataset data, Candidate candidate)
            throws Exception {
        try (CandidateEvaluator evaluator = CandidateEvaluator.open(document, data, Preprocessing.scaled(1))) {
            return evaluator.evaluate(candidate, 0, data.size(), true, new Progress(), CancelToken.none());
        }
    }
}
