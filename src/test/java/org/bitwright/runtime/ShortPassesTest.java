package org.bitwright.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.bitwright.model.ElementType;
import org.bitwright.model.Preprocessing;
import org.bitwright.model.Shape;
import org.bitwright.onnx.OnnxDocument;
import org.bitwright.onnx.OnnxModels;
import org.bitwright.runtime.session.OutputShapes;
import org.bitwright.runtime.session.Session;
import org.bitwright.runtime.session.Values;
import org.bitwright.task.CancelToken;
import org.bitwright.task.Progress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShortPassesTest {
    private static final int SAMPLES = 1200;
    private static final List<BatchRunner.Batch> BATCHES =
            List.of(new BatchRunner.Batch(0, 64), new BatchRunner.Batch(64, 64), new BatchRunner.Batch(128, 3));

    @TempDir
    Path folder;

    /** Sample i is i. */
    private static MemoryDataset counting() {
        float[] values = new float[SAMPLES];
        for (int i = 0; i < SAMPLES; i++) {
            values[i] = i;
        }
        return MemoryDataset.of(Shape.of(1), values);
    }

    /** y = x · w with w = [3]. */
    private OnnxDocument tripling() throws Exception {
        return OnnxModels.opset(13)
                .input("x", -1, 1)
                .weight("w", new float[] {3}, 1, 1)
                .node("MatMul", "layer", "x w", "y")
                .output("y", -1, 1)
                .open(folder);
    }

    @Test
    void onlyWhatIsKnownToTakeLittleTimeIsRun() throws Exception {
        OnnxDocument document = tripling();
        NetworkInputs inputs = NetworkInputs.of(document.model(), counting(), Preprocessing.scaled(1));
        OutputShapes shapes = new OutputShapes();
        Pace pace = new Pace();
        float[] first = new float[BATCHES.size()];
        ShortPasses.Taker taker = (batch, output) ->
                first[BATCHES.indexOf(batch)] = output.bytes().getFloat(0);
        try (PreparedNetwork network = new PreparedNetwork(Sessions.of(document), "y", Map.of());
                ShortPasses passes = new ShortPasses(inputs, shapes, pace, 2)) {
            assertThat(passes.run(network, BATCHES, taker, CancelToken.none())).isFalse();
            pace.took(1000, 1);
            assertThat(passes.run(network, BATCHES, taker, CancelToken.none()))
                    .as("with outputs of unknown size")
                    .isFalse();
            assertThat(first).containsOnly(0);

            // one pass in the ordinary way tells the size
            try (BatchRunner runner = new BatchRunner(inputs, 2)) {
                runner.run(network, 0, 1, new Answers("y", 1, false, false), new Progress(), CancelToken.none());
                BatchRunner.Batch one = new BatchRunner.Batch(0, 1);
                shapes.learn(
                        1,
                        network.session()
                                .run(
                                        runner.answered(
                                                inputs.feed(0, 1, new NetworkInputs.Scratch()), one, new RunRoom()),
                                        CancelToken.none())
                                .outputs());
            }
            assertThat(passes.run(network, BATCHES, taker, CancelToken.none())).isTrue();
            assertThat(first).containsExactly(0, 3 * 64, 3 * 128);
            pace.took(1_000_000_000, 1);
            assertThat(passes.run(network, BATCHES, taker, CancelToken.none())).isFalse();
        }
    }

    /** It was refused once: asking again would take time in every pass. */
    @Test
    void whereMemoryIsNotSharedNoOrderIsAskedForAgain() throws Exception {
        OnnxDocument document = OnnxModels.opset(13)
                .input("x", -1, 1)
                .input("w", 1, 1)
                .node("MatMul", "layer", "x w", "y")
                .output("y", -1, 1)
                .open(folder);
        NetworkInputs inputs = NetworkInputs.of(tripling().model(), counting(), Preprocessing.scaled(1));
        OutputShapes shapes = new OutputShapes();
        for (BatchRunner.Batch batch : BATCHES) {
            shapes.learn(
                    batch.count(),
                    Map.of("y", one(ByteBuffer.allocateDirect(batch.count() * Float.BYTES), batch.count())));
        }
        Pace pace = new Pace();
        pace.took(1000, 1);
        ShortPasses.Taker nothing = (batch, output) -> {};
        Values alone = one(ByteBuffer.allocateDirect(Float.BYTES), 1);
        Values shared = one(Engines.current().room(Float.BYTES), 1);
        try (Session session = Sessions.of(document);
                ShortPasses refused = new ShortPasses(inputs, shapes, pace, 2);
                ShortPasses other = new ShortPasses(inputs, shapes, pace, 2)) {
            assertThat(refused.run(prepared(session, alone), BATCHES, nothing, CancelToken.none()))
                    .isFalse();
            assertThat(refused.run(prepared(session, shared), BATCHES, nothing, CancelToken.none()))
                    .isFalse();
            assertThat(other.run(prepared(session, shared), BATCHES, nothing, CancelToken.none()))
                    .isTrue();
        }
    }

    private static PreparedNetwork prepared(Session session, Values weight) {
        return new PreparedNetwork(session, "y", Map.of("w", weight));
    }

    private static Values one(ByteBuffer bytes, int rows) {
        return new Values(ElementType.FLOAT32, Shape.of(rows, 1), bytes.order(ByteOrder.nativeOrder()));
    }

    @Test
    void passesThatAreRepeatedAnswerForTheirRangesAndWeights() throws Exception {
        try (CandidateEvaluator evaluator = CandidateEvaluator.open(
                tripling(), counting(), Preprocessing.scaled(1), CandidateNetworks.Way.INPUTS)) {
            int[][] ranges = {{0, SAMPLES}, {100, 700}, {511, 2}, {0, 1}, {600, 600}, {0, 64}};
            for (int round = 0; round < 3; round++) {
                for (int[] range : ranges) {
                    float weight = 2 + round;
                    check(evaluator, Candidate.ofWeights(Map.of("w", new float[] {weight})), range, weight);
                    check(evaluator, Candidate.unchanged(), range, 3);
                }
            }
        }
    }

    private static void check(CandidateEvaluator evaluator, Candidate candidate, int[] range, float weight)
            throws Exception {
        float[] expected = new float[range[1]];
        for (int i = 0; i < expected.length; i++) {
            expected[i] = (range[0] + i) * weight;
        }
        assertThat(evaluator
                        .evaluate(candidate, range[0], range[1], true, new Progress(), CancelToken.none())
                        .outputs())
                .isEqualTo(expected);
    }
}
