package org.bitwright.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CancellationException;
import org.bitwright.onnx.OnnxModels;
import org.bitwright.task.CancelToken;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TerminationTest {
    @TempDir
    Path folder;

    @Test
    void cancelledTokenEndsTheRunAsACancellation() throws Exception {
        OrtSession session = Sessions.of(OnnxModels.opset(13)
                .input("x", -1, 1)
                .node("Relu", "relu", "x", "y")
                .output("y", -1, 1)
                .open(folder));
        CancelToken token = new CancelToken();
        try (session;
                OnnxTensor x = OnnxTensor.createTensor(
                        Sessions.environment(), FloatBuffer.wrap(new float[] {1}), new long[] {1, 1});
                Termination termination = new Termination(token)) {
            session.run(Map.of("x", x), termination.options()).close();

            token.cancel();
            OrtException failure =
                    catchThrowableOfType(OrtException.class, () -> session.run(Map.of("x", x), termination.options()));

            assertThat(failure).hasMessageContaining("terminate");
            assertThatThrownBy(() -> termination.failure(failure)).isInstanceOf(CancellationException.class);
        }
    }

    @Test
    void cancelAfterTheRunTouchesNothing() throws Exception {
        CancelToken token = new CancelToken();
        new Termination(token).close();

        token.cancel();
    }
}
