package org.bitwright.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import org.bitwright.model.Preprocessing;
import org.bitwright.model.Shape;
import org.bitwright.onnx.OnnxDocument;
import org.bitwright.onnx.OnnxModels;
import org.bitwright.task.CancelToken;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Making a session may take long, and nobody who has cancelled waits for one. */
class CancelledOpeningsTest {
    private final CancelToken cancelled = new CancelToken();

    @TempDir
    private Path folder;

    @BeforeEach
    void cancel() {
        cancelled.cancel();
    }

    private OnnxDocument doubling() throws Exception {
        return OnnxModels.opset(13)
                .input("x", -1, 1)
                .weight("w", new float[] {2}, 1, 1)
                .node("MatMul", "a", "x w", "y")
                .output("y", -1, 1)
                .open(folder);
    }

    @Test
    void noNetworkIsOptimized() throws Exception {
        OnnxDocument document = doubling();
        assertThatThrownBy(() -> Optimization.of(document, cancelled)).isInstanceOf(CancellationException.class);
    }

    @Test
    void nothingIsRecorded() throws Exception {
        OnnxDocument document = doubling();
        MemoryDataset data = MemoryDataset.of(Shape.of(1), 1, 2);
        assertThatThrownBy(() -> ActivationRecorder.open(document, data, Preprocessing.scaled(1), cancelled))
                .isInstanceOf(CancellationException.class);
        assertThatThrownBy(() -> Multiplications.of(document, data, Preprocessing.scaled(1), cancelled))
                .isInstanceOf(CancellationException.class);
    }

    /** A change that was not looked for to the end is looked for again. */
    @Test
    void noNetworkIsParted() throws Exception {
        CandidateForm form = new CandidateForm(doubling(), false, 0, false);
        Candidate base = new Candidate(Map.of(), Map.of());
        assertThatThrownBy(() -> new SplitNetwork(form, base, "y", cancelled))
                .isInstanceOf(CancellationException.class);

        SplitNetwork network = new SplitNetwork(form, base, "y", CancelToken.none());
        assertThatThrownBy(() -> network.change(Set.of("w"), cancelled)).isInstanceOf(CancellationException.class);
        assertThat(network.change(Set.of("w"), CancelToken.none())).isPresent();
    }
}
