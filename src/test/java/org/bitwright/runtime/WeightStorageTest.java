package org.bitwright.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.bitwright.model.ElementType;
import org.bitwright.model.Preprocessing;
import org.bitwright.model.Shape;
import org.bitwright.onnx.LargeModel;
import org.bitwright.onnx.OnnxDocument;
import org.bitwright.onnx.OnnxModels;
import org.bitwright.runtime.CandidateNetworks.Way;
import org.bitwright.task.CancelToken;
import org.bitwright.task.Progress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Weights in other types than float32, and outside the model file. */
class WeightStorageTest {
    @TempDir
    Path folder;

    @Test
    void halfPrecisionWeightsAreReplacedInTheirOwnType() throws Exception {
        OnnxDocument document = OnnxModels.opset(13)
                .input("x", ElementType.FLOAT16, -1, 1)
                .weight("w", ElementType.FLOAT16, new float[] {2}, 1, 1)
                .node("MatMul", "product", "x w", "y")
                .output("y", ElementType.FLOAT16, -1, 1)
                .open(folder);

        for (Way way : List.of(Way.CONSTANTS, Way.INPUTS)) {
            // 1.0001 lies between the halves 1 and 1.0009765625.
            assertThat(outputs(document, Shape.of(1), way, Map.of("w", new float[] {1.0001f})))
                    .as(way.name())
                    .containsExactly(1);
            assertThat(outputs(document, Shape.of(1), way, Map.of())).containsExactly(2);
        }
    }

    @Test
    void doubleWeightsAreReplacedInTheirOwnType() throws Exception {
        OnnxDocument document = OnnxModels.opset(13)
                .input("x", ElementType.FLOAT64, -1, 1)
                .weight("w", ElementType.FLOAT64, new float[] {2}, 1, 1)
                .node("MatMul", "product", "x w", "y")
                .output("y", ElementType.FLOAT64, -1, 1)
                .open(folder);

        for (Way way : List.of(Way.CONSTANTS, Way.INPUTS)) {
            assertThat(outputs(document, Shape.of(1), way, Map.of("w", new float[] {-0.75f})))
                    .as(way.name())
                    .containsExactly(-0.75f);
        }
    }

    @Test
    void constantsOfTheOldestFormatAreReplacedWhereverTheyStand() throws Exception {
        // Until IR version 3 every initializer is an input too.
        OnnxDocument document = OnnxModels.opset(8)
                .ir(3)
                .input("x", -1, 1)
                .input("w", 1, 1)
                .weight("w", new float[] {2}, 1, 1)
                .constant("v", new float[] {3}, 1, 1)
                .node("MatMul", "first", "x w", "h")
                .node("MatMul", "second", "h v", "y")
                .output("y", -1, 1)
                .open(folder);

        for (Way way : List.of(Way.CONSTANTS, Way.INPUTS)) {
            assertThat(outputs(document, Shape.of(1), way, Map.of())).containsExactly(6);
            assertThat(outputs(document, Shape.of(1), way, Map.of("v", new float[] {5})))
                    .as(way.name())
                    .containsExactly(10);
            assertThat(outputs(document, Shape.of(1), way, Map.of("w", new float[] {7}, "v", new float[] {5})))
                    .containsExactly(35);
        }
    }

    @Test
    void weightsInAnExternalFileAreRunAndReplaced() throws Exception {
        OnnxDocument document = OnnxDocument.open(LargeModel.write(folder, 2, 8));
        String first = document.model().layers().get(0).weight().name();
        float[] own = document.model().layers().get(0).weight().readFloats();

        for (Way way : List.of(Way.CONSTANTS, Way.INPUTS)) {
            float[] plain = outputs(document, Shape.of(8), way, Map.of());
            // Constants are packed beforehand and inputs are not: sums may round otherwise in the last place.
            assertThat(outputs(document, Shape.of(8), way, Map.of(first, own)))
                    .as(way.name())
                    .containsExactly(plain, within(2e-6f));
            float[] none = outputs(document, Shape.of(8), way, Map.of(first, new float[64]));
            assertThat(none).containsOnly(0).isNotEqualTo(plain);
        }
    }

    private static float[] outputs(OnnxDocument document, Shape sample, Way way, Map<String, float[]> weights)
            throws Exception {
        float[] ones = new float[(int) sample.elements()];
        Arrays.fill(ones, 1);
        MemoryDataset data = MemoryDataset.of(sample, ones);
        try (CandidateEvaluator evaluator = CandidateEvaluator.open(document, data, Preprocessing.scaled(1), way)) {
            return evaluator
                    .evaluate(Candidate.ofWeights(weights), 0, 1, true, new Progress(), CancelToken.none())
                    .outputs();
        }
    }
}
