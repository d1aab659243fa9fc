package org.bitwright.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.bitwright.model.Phrase;
import org.bitwright.onnx.OnnxDocument;
import org.bitwright.onnx.OnnxModels;
import org.bitwright.onnx.QuantizerForm;
import org.bitwright.quant.UniformGrid;
import org.bitwright.quant.target.Quantizer;
import org.bitwright.runtime.session.InferenceException;
import org.bitwright.runtime.session.Session;
import org.bitwright.task.CancelToken;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Where a network cannot be optimized apart, its activations are rounded in the usual way. */
class RoundingWithoutBlocksTest {
    @TempDir
    Path folder;

    static List<RoundingSessions.Optimizer> optimizers() {
        return List.of(
                (constants, document, cancel) -> {
                    throw new AccessDeniedException("a folder that is read only");
                },
                (constants, document, cancel) -> {
                    throw new IOException("No space left on device");
                },
                (constants, document, cancel) -> {
                    throw new InferenceException(Phrase.of("a message of more than 2 GB cannot be written"));
                },
                (constants, document, cancel) -> {
                    throw new OutOfMemoryError("Java heap space");
                });
    }

    /** y = x, rounded to even halves: 0.5 · round(2x). */
    @ParameterizedTest
    @MethodSource("optimizers")
    void activationsAreRoundedAllTheSame(RoundingSessions.Optimizer optimizer) throws Exception {
        OnnxDocument document = OnnxModels.opset(13)
                .input("x", -1, 1, 2, 2)
                .weight("w", new float[] {1}, 1, 1, 1, 1)
                .node("Conv", "a", "x w", "y")
                .node("Conv", "b", "y w", "z")
                .output("z", -1, 1, 2, 2)
                .open(folder);
        Candidate candidate = new Candidate(Map.of(), Map.of("y", Quantizer.of(new UniformGrid(0.5f, 0, -8, 7))));
        RoundingSessions sessions = new RoundingSessions(document, optimizer);

        assertThat(sessions.inBlocks(candidate, QuantizerForm.INTEGERS, CancelToken.none()))
                .isEmpty();
        RoundingWay inBlocks = new RoundingWay(QuantizerForm.INTEGERS, true, 0);
        try (Session session = sessions.of(candidate, inBlocks, CancelToken.none())) {
            assertThat(SingleRun.first(
                            session, Map.of("x", SingleRun.floats(new float[] {0.3f, -1.2f, 9, 0.25f}, 1, 1, 2, 2))))
                    .containsExactly(0.5f, -1, 3.5f, 0);
        }
    }
}
