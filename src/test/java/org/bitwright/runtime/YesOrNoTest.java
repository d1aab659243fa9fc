package org.bitwright.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.bitwright.model.Preprocessing;
import org.bitwright.model.Shape;
import org.bitwright.onnx.OnnxDocument;
import org.bitwright.onnx.OnnxModels;
import org.bitwright.task.CancelToken;
import org.bitwright.task.Progress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Networks that give one number a sample, as detectors and two-class classifiers do. */
class YesOrNoTest {
    private static final CancelToken NEVER = CancelToken.none();

    @TempDir
    private Path folder;

    private static OnnxModels product() {
        return OnnxModels.opset(13)
                .input("x", -1, 1)
                .weight("one", new float[] {1}, 1, 1)
                .node("MatMul", "product", "x one", "logit");
    }

    /** Labelled no, yes, no, yes. */
    private static MemoryDataset data() {
        return new MemoryDataset(Shape.of(1), new float[] {-2, 0.3f, -0.1f, -4}, Optional.of(new int[] {0, 1, 0, 1}));
    }

    private OnnxDocument network(String rest) throws Exception {
        OnnxModels model = product();
        return switch (rest) {
            case "logit" -> model.output("logit", -1, 1).open(folder);
            case "probability" ->
                model.node("Sigmoid", "s", "logit", "p").output("p", -1, 1).open(folder);
            default ->
                model.node("Sigmoid", "s", "logit", "p")
                        .weight("scale", new float[] {1 / 256f})
                        .node("QuantizeLinear", "q", "p scale", "codes")
                        .node("DequantizeLinear", "d", "codes scale", "r")
                        .node("Identity", "i", "r", "y")
                        .output("y", -1, 1)
                        .open(folder);
        };
    }

    @ParameterizedTest
    @CsvSource({"logit", "probability", "rounded probability", "branch"})
    void anOutputOfOneNumberSaysYesOrNo(String rest) throws Exception {
        OnnxDocument document = network(rest);
        try (CandidateEvaluator evaluator = CandidateEvaluator.open(document, data(), Preprocessing.scaled(1));
                DeployedNetwork deployed = DeployedNetwork.open(document, data(), Preprocessing.scaled(1), NEVER)) {
            Evaluation run = evaluator.evaluate(new Candidate(Map.of(), Map.of()), 0, 4, false, new Progress(), NEVER);
            assertThat(run.predictions()).containsExactly(0, 1, 0, 0);
            assertThat(run.correct()).isEqualTo(3);
            assertThat(deployed.evaluate(0, 4, false, new Progress(), NEVER).predictions())
                    .containsExactly(0, 1, 0, 0);
        }
    }

    @Test
    void noNumberIsNoAnswer() throws Exception {
        MemoryDataset data = new MemoryDataset(Shape.of(1), new float[] {Float.NaN}, Optional.empty());
        try (CandidateEvaluator evaluator = CandidateEvaluator.open(network("logit"), data, Preprocessing.scaled(1))) {
            assertThat(evaluator
                            .evaluate(new Candidate(Map.of(), Map.of()), 0, 1, false, new Progress(), NEVER)
                            .predictions())
                    .containsExactly(-1);
        }
    }
}
