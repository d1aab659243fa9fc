package org.bitwright.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bitwright.model.Preprocessing;
import org.bitwright.model.Shape;
import org.bitwright.onnx.OnnxDocument;
import org.bitwright.onnx.OnnxModels;
import org.bitwright.runtime.session.InferenceException;
import org.bitwright.task.CancelToken;
import org.bitwright.task.Progress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ActivationRecorderTest {
    @TempDir
    Path folder;

    /** h = 2x, a = max(h, 0), y = −a; batches fixed to 1 or 3 samples, or free; more samples than one block. */
    @ParameterizedTest
    @ValueSource(longs = {-1, 1, 3})
    void whatFlowsThroughAValueComesInOrder(long batch) throws Exception {
        int count = 1100;
        float[] samples = new float[count];
        for (int i = 0; i < count; i++) {
            samples[i] = i - 500;
        }
        ActivationRecorder recorder = recorder(batch, samples);
        List<Float> inner = new ArrayList<>();
        List<Float> inputs = new ArrayList<>();
        recorder.record(
                Map.of(),
                Set.of("a", "x"),
                count - 1,
                (first, values) -> {
                    assertThat(first).isEqualTo(inner.size());
                    for (float value : values.get("a").values()) {
                        inner.add(value);
                    }
                    for (float value : values.get("x").values()) {
                        inputs.add(value);
                    }
                },
                new Progress(),
                CancelToken.none());

        assertThat(inner).hasSize(count - 1);
        for (int i = 0; i < count - 1; i++) {
            assertThat(inputs.get(i)).isEqualTo(i - 500f);
            assertThat(inner.get(i)).isEqualTo(Math.max(0, 2 * (i - 500f)));
        }
    }

    @Test
    void networksWithOtherConstantsRunSideBySide() throws Exception {
        List<Float> seen = new ArrayList<>();
        recorder(-1, new float[] {1, 2})
                .record(
                        List.of(Map.of(), Map.of("w", new float[] {10})),
                        Set.of("h"),
                        2,
                        (first, networks) -> networks.forEach(network -> {
                            for (float value : network.get("h").values()) {
                                seen.add(value);
                            }
                        }),
                        new Progress(),
                        CancelToken.none());
        assertThat(seen).containsExactly(2f, 4f, 10f, 20f);
    }

    @Test
    void aValueThatMixesSamplesIsRefused() throws Exception {
        OnnxDocument document = OnnxModels.opset(13)
                .input("x", -1, 2)
                .longs("flat", -1)
                .node("Reshape", "", "x flat", "h")
                .node("Relu", "", "x", "y")
                .node("Relu", "", "h", "z")
                .output("y", -1, 2)
                .output("z", -1)
                .open(folder);
        ActivationRecorder recorder = ActivationRecorder.open(
                document, MemoryDataset.of(Shape.of(2), 1, 2, 3, 4), Preprocessing.scaled(1), CancelToken.none());
        assertThatThrownBy(() -> recorder.record(
                        Map.of(), Set.of("h"), 2, (first, values) -> {}, new Progress(), CancelToken.none()))
                .isInstanceOf(InferenceException.class)
                .hasMessageContaining("one row for each");
    }

    private ActivationRecorder recorder(long batch, float[] samples) throws Exception {
        OnnxDocument document = OnnxModels.opset(13)
                .input("x", batch, 1)
                .weight("w", new float[] {2}, 1, 1)
                .weight("m", new float[] {-1}, 1, 1)
                .node("MatMul", "", "x w", "h")
                .node("Relu", "", "h", "a")
                .node("MatMul", "", "a m", "y")
                .output("y", batch, 1)
                .open(folder);
        return ActivationRecorder.open(
                document, MemoryDataset.of(Shape.of(1), samples), Preprocessing.scaled(1), CancelToken.none());
    }
}
