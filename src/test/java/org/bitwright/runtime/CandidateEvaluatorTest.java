package org.bitwright.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import org.bitwright.model.ElementType;
import org.bitwright.model.InvalidFileException;
import org.bitwright.model.Preprocessing;
import org.bitwright.model.Shape;
import org.bitwright.onnx.OnnxDocument;
import org.bitwright.onnx.OnnxModels;
import org.bitwright.runtime.CandidateNetworks.Way;
import org.bitwright.runtime.session.InferenceException;
import org.bitwright.task.CancelToken;
import org.bitwright.task.Progress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CandidateEvaluatorTest {
    private static final Preprocessing RAW = Preprocessing.scaled(1);

    @TempDir
    Path folder;

    @Test
    void outputsAreTheProductAndPredictionsItsLargest() throws Exception {
        // y = x · w with w = [[1, 0, −1], [2, 1, 0]]
        OnnxDocument document = product(-1, 2);
        MemoryDataset data = MemoryDataset.of(Shape.of(2), 1, 1, -3, 0, 0, 5).labelled(0, 2, 1);

        Evaluation run = evaluate(document, data, RAW, Map.of());

        assertThat(run.outputs()).containsExactly(3, 1, -1, -3, 0, 3, 10, 5, 0);
        assertThat(run.predictions()).containsExactly(0, 2, 0);
        assertThat(run.correct()).isEqualTo(2);
        assertThat(run.seconds()).isPositive();
    }

    @ParameterizedTest
    @EnumSource(
            value = Way.class,
            names = {"CONSTANTS", "INPUTS"})
    void replacedWeightsAreUsedAndThenTheOldOnesAgain(Way way) throws Exception {
        OnnxDocument document = product(-1, 2);
        MemoryDataset data = MemoryDataset.of(Shape.of(2), 1, 10);

        try (CandidateEvaluator evaluator = CandidateEvaluator.open(document, data, RAW, way)) {
            assertThat(run(evaluator, Map.of("w", new float[] {1, 2, 3, 0, 0, 1}))
                            .outputs())
                    .containsExactly(1, 2, 13);
            assertThat(run(evaluator, Map.of()).outputs()).containsExactly(21, 10, -1);
            assertThat(run(evaluator, Map.of("w", new float[6])).outputs()).containsExactly(0, 0, 0);
            assertThat(evaluator.way()).isEqualTo(way.name().toLowerCase(java.util.Locale.ROOT));
        }
    }

    @Test
    void promotedWeightsThatAreNotNamedKeepTheirOwnValues() throws Exception {
        OnnxDocument document = OnnxModels.opset(13)
                .input("x", -1, 1)
                .weight("a", new float[] {2}, 1, 1)
                .weight("b", new float[] {5}, 1, 1)
                .node("MatMul", "first", "x a", "h")
                .node("MatMul", "second", "h b", "y")
                .output("y", -1, 1)
                .open(folder);
        MemoryDataset data = MemoryDataset.of(Shape.of(1), 1);

        try (CandidateEvaluator evaluator = CandidateEvaluator.open(document, data, RAW, Way.INPUTS)) {
            assertThat(run(evaluator, Map.of("a", new float[] {3})).outputs()).containsExactly(15);
            assertThat(run(evaluator, Map.of("b", new float[] {7})).outputs()).containsExactly(14);
        }
    }

    @Test
    void preprocessingScalesThenShiftsEachChannel() throws Exception {
        OnnxDocument document = OnnxModels.opset(13)
                .input("x", -1, 2, 2)
                .node("Identity", "same", "x", "y")
                .output("y", -1, 2, 2)
                .open(folder);
        Preprocessing preprocessing = new Preprocessing(0.5f, List.of(1f, 2f), List.of(2f, 4f));

        Evaluation run = evaluate(document, MemoryDataset.of(Shape.of(2, 2), 2, 4, 8, 12), preprocessing, Map.of());

        // (1 − 1)/2, (2 − 1)/2; (4 − 2)/4, (6 − 2)/4
        assertThat(run.outputs()).containsExactly(0, 0.5f, 0.5f, 1);
    }

    @Test
    void meanForAnotherNumberOfChannelsIsRefused() throws Exception {
        OnnxDocument document = product(-1, 2);
        Preprocessing three = new Preprocessing(1, List.of(0f, 0f, 0f), List.of(1f));

        assertThatThrownBy(() -> CandidateEvaluator.open(document, MemoryDataset.of(Shape.of(2), 1, 1), three))
                .isInstanceOf(InferenceException.class)
                .hasMessageContaining("each of the 2 channels")
                .hasMessageContaining("3 are given");
    }

    @Test
    void samplesInAnyNumberOfBatchesGiveTheSame() throws Exception {
        OnnxDocument document = product(-1, 2);
        int count = 1500;
        float[] values = OnnxModels.values(count * 2);
        MemoryDataset data = MemoryDataset.of(Shape.of(2), values);

        try (CandidateEvaluator evaluator = CandidateEvaluator.open(document, data, RAW)) {
            float[] all = run(evaluator, Map.of()).outputs();
            for (int i = 0; i < count; i++) {
                assertThat(all[3 * i]).isCloseTo(values[2 * i] + 2 * values[2 * i + 1], within(1e-6f));
            }
            Evaluation part =
                    evaluator.evaluate(Candidate.unchanged(), 700, 333, true, new Progress(), CancelToken.none());
            assertThat(part.first()).isEqualTo(700);
            assertThat(part.outputs()).isEqualTo(java.util.Arrays.copyOfRange(all, 2100, 3099));
        }
    }

    @Test
    void networkOfOneSampleAtATimeAnswersForAll() throws Exception {
        MemoryDataset data = MemoryDataset.of(Shape.of(2), 1, 1, -3, 0, 0, 5);

        assertThat(evaluate(product(1, 2), data, RAW, Map.of()).outputs())
                .containsExactly(3, 1, -1, -3, 0, 3, 10, 5, 0);
    }

    @Test
    void batchThatCannotBeFreedRunsOneByOne() throws Exception {
        // The mean over axis 0 mixes the samples of a batch, so that a free batch would answer otherwise.
        OnnxDocument document = OnnxModels.opset(13)
                .input("x", 1, 2)
                .node("ReduceMean", "mean", "x", "m", "axes=[0]", "keepdims=1")
                .node("Sub", "less", "x m", "d")
                .node("Add", "more", "d x", "y")
                .output("y", 1, 2)
                .open(folder);
        MemoryDataset data = MemoryDataset.of(Shape.of(2), 1, 2, 3, 4, 5, 6);

        assertThat(evaluate(document, data, RAW, Map.of()).outputs()).containsExactly(1, 2, 3, 4, 5, 6);
    }

    @Test
    void fixedBatchOfSeveralIsFilledUp() throws Exception {
        MemoryDataset data = MemoryDataset.of(Shape.of(2), 1, 1, -3, 0, 0, 5);

        assertThat(evaluate(product(2, 2), data, RAW, Map.of()).outputs())
                .containsExactly(3, 1, -1, -3, 0, 3, 10, 5, 0);
    }

    @Test
    void doubleAndHalfInputsAreConverted() throws Exception {
        for (ElementType type : List.of(ElementType.FLOAT64, ElementType.FLOAT16)) {
            OnnxDocument document = OnnxModels.opset(13)
                    .input("x", type, -1, 2)
                    .node("Identity", "same", "x", "y")
                    .output("y", type, -1, 2)
                    .open(folder);

            assertThat(evaluate(document, MemoryDataset.of(Shape.of(2), 1.5f, -2, 0, 7), RAW, Map.of())
                            .outputs())
                    .as(type.name())
                    .containsExactly(1.5f, -2, 0, 7);
        }
    }

    @Test
    void nanIsNoPrediction() throws Exception {
        MemoryDataset data = MemoryDataset.of(Shape.of(2), Float.NaN, 1, 1, 1).labelled(0, 0);

        Evaluation run = evaluate(product(-1, 2), data, RAW, Map.of());

        assertThat(run.predictions()).containsExactly(-1, 0);
        assertThat(run.correct()).isEqualTo(1);
    }

    @Test
    void labelledDataNeedOneNumberAClass() throws Exception {
        OnnxDocument document = OnnxModels.opset(13)
                .input("x", -1, 2, 2)
                .node("Identity", "same", "x", "y")
                .output("y", -1, 2, 2)
                .open(folder);
        MemoryDataset data = MemoryDataset.of(Shape.of(2, 2), 1, 2, 3, 9);

        assertThat(evaluate(document, data, RAW, Map.of()).predictions()).containsExactly(3);
        assertThatThrownBy(() -> evaluate(document, data.labelled(0), RAW, Map.of()))
                .isInstanceOf(InferenceException.class)
                .hasMessageContaining("[1, 2, 2]")
                .hasMessageContaining("not one number for each class");
    }

    @Test
    void outputWithoutARowASampleIsRefused() throws Exception {
        OnnxDocument document = OnnxModels.opset(13)
                .input("x", -1, 2)
                .node("ReduceSum", "all", "x", "y", "keepdims=0")
                .output("y")
                .open(folder);

        assertThatThrownBy(() -> evaluate(document, MemoryDataset.of(Shape.of(2), 1, 2), RAW, Map.of()))
                .isInstanceOf(InferenceException.class)
                .hasMessageContaining("one row for each");
    }

    @Test
    void failureOfTheRuntimeIsToldWithoutItsSourceFiles() throws Exception {
        OnnxDocument document = OnnxModels.opset(13)
                .domain("of.nobody", 1)
                .input("x", -1, 2)
                .node("of.nobody.Mystery", "what", "x", "y")
                .output("y", -1, 2)
                .open(folder);

        assertThatThrownBy(() -> CandidateEvaluator.open(document, MemoryDataset.of(Shape.of(2), 1, 2), RAW))
                .isInstanceOf(InferenceException.class)
                .hasMessageContaining("Preparing the network failed")
                .hasMessageContaining("Mystery")
                .hasMessageNotContaining("Error code")
                .hasMessageNotContaining(".cc");
    }

    @Test
    void operatorThatFailsDuringTheRunIsTold() throws Exception {
        OnnxDocument document = OnnxModels.opset(13)
                .input("x", -1, 2)
                .longs("shape", -1, 7)
                .node("Reshape", "odd", "x shape", "y")
                .output("y", -1, 7)
                .open(folder);

        assertThatThrownBy(() -> evaluate(document, MemoryDataset.of(Shape.of(2), 1, 2), RAW, Map.of()))
                .isInstanceOf(InferenceException.class)
                .hasMessageContaining("Running the network failed")
                .hasMessageNotContaining(".cc");
    }

    @Test
    void cancelledBeforeOrDuringARunStopsIt() throws Exception {
        MemoryDataset data = MemoryDataset.of(Shape.of(2), OnnxModels.values(20_000));

        try (CandidateEvaluator evaluator = CandidateEvaluator.open(product(-1, 2), data, RAW)) {
            CancelToken token = new CancelToken();
            token.cancel();
            assertThatThrownBy(() -> evaluator.evaluate(Candidate.unchanged(), 0, 10_000, false, new Progress(), token))
                    .isInstanceOf(CancellationException.class);
            assertThat(run(evaluator, Map.of()).samples()).isEqualTo(10_000);
        }
    }

    @Test
    void filesAreRunAndOthersRefused() throws Exception {
        Path file = folder.resolve("model.onnx");
        product(-1, 2);
        MemoryDataset data = MemoryDataset.of(Shape.of(2), 1, 1);

        try (CandidateEvaluator evaluator = CandidateEvaluator.openFile(file, data, RAW)) {
            assertThat(run(evaluator, Map.of()).outputs()).containsExactly(3, 1, -1);
        }
        Path text = Files.writeString(folder.resolve("text.onnx"), "no model at all");
        assertThatThrownBy(() -> CandidateEvaluator.openFile(text, data, RAW)).isInstanceOf(InvalidFileException.class);
    }

    @Test
    void closedEvaluatorIsNotUsed() throws Exception {
        CandidateEvaluator evaluator =
                CandidateEvaluator.open(product(-1, 2), MemoryDataset.of(Shape.of(2), 1, 1), RAW);
        evaluator.close();
        evaluator.close();

        assertThatThrownBy(() -> run(evaluator, Map.of())).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void arrayOfAnotherSizeIsRefused() throws Exception {
        for (Way way : List.of(Way.CONSTANTS, Way.INPUTS)) {
            try (CandidateEvaluator evaluator =
                    CandidateEvaluator.open(product(-1, 2), MemoryDataset.of(Shape.of(2), 1, 1), RAW, way)) {
                assertThatThrownBy(() -> run(evaluator, Map.of("w", new float[5])))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageContaining("5");
            }
        }
    }

    private OnnxDocument product(long... extents) throws IOException {
        return OnnxModels.opset(13)
                .input("x", extents)
                .weight("w", new float[] {1, 0, -1, 2, 1, 0}, 2, 3)
                .node("MatMul", "product", "x w", "y")
                .output("y", extents[0], 3)
                .open(folder);
    }

    private static Evaluation evaluate(
            OnnxDocument document, MemoryDataset data, Preprocessing preprocessing, Map<String, float[]> weights)
            throws Exception {
        try (CandidateEvaluator evaluator = CandidateEvaluator.open(document, data, preprocessing)) {
            return run(evaluator, weights);
        }
    }

    private static Evaluation run(CandidateEvaluator evaluator, Map<String, float[]> weights) throws Exception {
        return evaluator.evaluate(
                Candidate.ofWeights(weights), 0, evaluator.samples(), true, new Progress(), CancelToken.none());
    }
}
