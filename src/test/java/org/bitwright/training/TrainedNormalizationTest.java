package org.bitwright.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.bitwright.model.Dataset;
import org.bitwright.model.Shape;
import org.bitwright.onnx.OnnxDocument;
import org.bitwright.onnx.OnnxModels;
import org.bitwright.runtime.MemoryDataset;
import org.bitwright.task.CancelToken;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainedNormalizationTest {
    private static final Optimizer PLAIN = new Optimizer.Sgd(0, 0);

    @TempDir
    private Path folder;

    /** A convolution that changes nothing, a batch normalization of one channel, two classes. */
    private OnnxDocument network() throws IOException {
        return OnnxModels.opset(15)
                .input("x", -1, 1, 1, 2)
                .weight("w", new float[] {1}, 1, 1, 1, 1)
                .weight("gain", new float[] {1}, 1)
                .weight("offset", new float[] {0}, 1)
                .weight("mean", new float[] {0}, 1)
                .weight("variance", new float[] {1}, 1)
                .weight("fc", new float[] {0.5f, -0.5f, -1, 1}, 2, 2)
                .node("Conv", "conv", "x w", "c")
                .node("BatchNormalization", "norm", "c gain offset mean variance", "n")
                .node("Flatten", "flat", "n", "f")
                .node("MatMul", "product", "f fc", "y")
                .output("y", -1, 2)
                .open(folder);
    }

    private static final Dataset DATA =
            MemoryDataset.of(Shape.of(1, 1, 2), 1, 3, 5, 7, -2, 0, 4, 4).labelled(0, 1, 1, 0);

    private static TrainingPlan plan(int epochs, int batch, double rate) {
        return PlanDraft.of(epochs, batch, PLAIN, rate)
                .normalization(Normalization.TRAINED)
                .plan();
    }

    private static float value(Map<String, float[]> values, String name) {
        return Objects.requireNonNull(values.get(name))[0];
    }

    /**
     * One batch of all: 1, 3, 5, 7, −2, 0, 4, 4 have the mean 22 / 8 = 2.75 and the variance 120 / 8 − 2.75² = 7.4375.
     * The running mean becomes 0.9·0 + 0.1·2.75, the variance 0.9·1 + 0.1·7.4375.
     */
    @Test
    void running_statistics_come_back_with_the_configuration() throws Exception {
        TrainingResult result = Runs.train(Runs.task(network(), DATA, plan(1, 4, 1e-9)));
        Map<String, float[]> values = new java.util.TreeMap<>();
        result.config().layers().values().forEach(layer -> layer.overlay()
                .ifPresent(overlay -> values.putAll(overlay.values())));
        assertThat(value(values, "mean")).isCloseTo(0.275f, within(1e-6f));
        assertThat(value(values, "variance")).isCloseTo(1.64375f, within(1e-6f));
        assertThat(values).containsKeys("w", "gain", "offset", "fc");
    }

    @Test
    void a_run_that_goes_on_has_them_too() throws Exception {
        TrainingTask task = Runs.task(network(), DATA, plan(3, 3, 0.05));
        Runs.Heard whole = new Runs.Heard();
        TrainingResult unbroken = Runs.train(task, Optional.empty(), Optional.empty(), whole, CancelToken.none());
        TrainingResult resumed = Runs.train(
                task,
                Optional.empty(),
                Optional.of(whole.checkpoints.get(1)),
                TrainingListener.none(),
                CancelToken.none());
        assertThat(resumed.config()).isEqualTo(unbroken.config());
        assertThat(resumed.bestEpoch().loss()).isEqualTo(unbroken.bestEpoch().loss());
    }
}
