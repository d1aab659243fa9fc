package org.bitwright.training.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import org.bitwright.onnx.OnnxDocument;
import org.bitwright.task.CancelToken;
import org.bitwright.task.Parallel;
import org.bitwright.training.Normalization;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TrainableNetworkTest {
    private static final int BATCH = 40; // two shards of 20
    private static final int CLASSES = 10;
    private static final long SMALL = 1 << 17;
    private static final Path LENET = Path.of("sample-models", "lenet5.onnx");

    private final TrainableNetwork network;
    private final float[][] parameters;
    private final float[] inputs;

    TrainableNetworkTest() throws IOException {
        OnnxDocument document = OnnxDocument.open(LENET);
        network = TrainableNetwork.of(document, Map.of(), Normalization.FROZEN, BATCH);
        parameters = network.initial();
        inputs = new float[BATCH * network.inputValues()];
        Random random = new Random(5);
        for (int i = 0; i < inputs.length; i++) {
            inputs[i] = random.nextFloat();
        }
    }

    @AfterEach
    void close() {
        network.close();
    }

    @Test
    void the_gradient_by_a_weight_is_the_slope_of_the_loss() {
        float[][] gradients = gradients(BATCH);
        for (int p = 0; p < parameters.length; p++) {
            int i = largest(gradients[p]);
            assertThat((double) gradients[p][i])
                    .as(network.parameters().get(p).name())
                    .isCloseTo(slope(p, i), within(0.01 * Math.abs(gradients[p][i])));
        }
    }

    private double slope(int p, int i) {
        float value = parameters[p][i];
        float step = 1e-2f * Math.max(0.1f, Math.abs(value));
        parameters[p][i] = value + step;
        double above = loss();
        parameters[p][i] = value - step;
        double below = loss();
        parameters[p][i] = value;
        return (above - below) / (2.0 * step);
    }

    @Test
    void numbers_do_not_depend_on_the_number_of_threads() {
        float[][] several = gradients(BATCH);
        float[][] one = Parallel.onOneThread(() -> gradients(BATCH));
        assertThat(network.shards()).isEqualTo(2);
        assertThat(one).isDeepEqualTo(several);
        assertThat(gradients(BATCH)).as("again").isDeepEqualTo(several);
    }

    @Test
    void a_batch_that_is_not_full_sums_what_its_samples_give_one_by_one() {
        float[][] together = gradients(27); // one whole shard and one of 7
        float[][] sum = new float[parameters.length][];
        for (int p = 0; p < sum.length; p++) {
            sum[p] = new float[parameters[p].length];
        }
        for (int sample = 0; sample < 27; sample++) {
            float[] one = java.util.Arrays.copyOfRange(
                    inputs, sample * network.inputValues(), (sample + 1) * network.inputValues());
            float[][] gradients = room();
            network.step(parameters, one, 1, weighted(sample), gradients, CancelToken.none());
            for (int p = 0; p < sum.length; p++) {
                for (int i = 0; i < sum[p].length; i++) {
                    sum[p][i] += gradients[p][i];
                }
            }
        }
        for (int p = 0; p < sum.length; p++) {
            assertThat(together[p]).containsExactly(sum[p], within(1e-4f * Math.abs(sum[p][largest(sum[p])])));
        }
    }

    @Test
    void each_shard_rounds_its_own_samples_with_its_own_number() throws IOException {
        Map<Integer, Integer> values = new ConcurrentHashMap<>();
        ActivationRounding counting = new ActivationRounding() {
            @Override
            public void forward(int shard, float[] x, float[] rounded, int count) {
                values.merge(shard, count, Integer::sum);
                for (int i = 0; i < count; i++) {
                    rounded[i] = (float) Math.rint(x[i] * 4) / 4;
                }
            }

            @Override
            public void backward(int shard, float[] x, float[] gradient, int count) {
                values.merge(shard, -count, Integer::sum);
            }
        };
        OnnxDocument document = OnnxDocument.open(LENET);
        String edge = document.model().operators().get(1).outputs().get(0);
        int size = network.inputValues();
        try (TrainableNetwork rounded =
                TrainableNetwork.of(document, Map.of("input", counting), Normalization.FROZEN, BATCH)) {
            float[] outputs = rounded.outputs(parameters, inputs, 27); // one whole shard and one of 7
            assertThat(values).isEqualTo(Map.of(0, 20 * size, 1, 7 * size));
            float[] quarters = new float[27 * size];
            for (int i = 0; i < quarters.length; i++) {
                quarters[i] = (float) Math.rint(inputs[i] * 4) / 4;
            }
            assertThat(outputs).containsExactly(network.outputs(parameters, quarters, 27), within(0f));
        }
        try (TrainableNetwork rounded =
                TrainableNetwork.of(document, Map.of(edge, counting), Normalization.FROZEN, BATCH)) {
            values.clear();
            float[][] several = gradients(rounded, BATCH);
            assertThat(values).as("back as often as forward").isEqualTo(Map.of(0, 0, 1, 0));
            assertThat(Parallel.onOneThread(() -> gradients(rounded, BATCH))).isDeepEqualTo(several);
        }
    }

    @Test
    void memory_does_not_grow_with_steps_and_is_given_back() throws Exception {
        long before = collected();
        try (TrainableNetwork other =
                TrainableNetwork.of(OnnxDocument.open(LENET), Map.of(), Normalization.FROZEN, BATCH)) {
            for (int count = 1; count <= BATCH; count++) {
                gradients(other, count);
            }
            gradients(other, BATCH);
            long used = collected() - before;
            for (int step = 0; step < 100; step++) {
                gradients(other, BATCH);
            }
            long later = collected() - before;
            assertThat(used).as("arrays of two shards and three remainders").isBetween(1L << 20, 1L << 24);
            assertThat(later).isLessThan(used + SMALL);
        }
        assertThat(collected() - before).as("after closing").isLessThan(SMALL);
    }

    /** The native bytes held once the headers of arrays that only the collector frees are gone: the least of some looks. */
    private static long collected() throws InterruptedException {
        long least = Long.MAX_VALUE;
        for (int look = 0; look < 5; look++) {
            System.gc();
            Thread.sleep(50);
            least = Math.min(least, Pointer.totalBytes());
        }
        return least;
    }

    @Test
    void more_samples_than_a_batch_holds_are_an_error() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> network.outputs(parameters, inputs, BATCH + 1))
                .withMessage("expected 1 to 40 samples, found 41");
    }

    /** A loss that is different for each sample and output: Σ w·y + y²/2. */
    private static LossGradient weighted(int offset) {
        return (first, samples, outputs, gradient) -> {
            for (int i = 0; i < outputs.length; i++) {
                gradient[i] = weight(offset * CLASSES + first * CLASSES + i) + outputs[i];
            }
        };
    }

    private static float weight(int output) {
        return (output * 37 % 101) / 50f - 1;
    }

    private double loss() {
        float[] outputs = network.outputs(parameters, inputs, BATCH);
        double loss = 0;
        for (int i = 0; i < outputs.length; i++) {
            loss += (double) weight(i) * outputs[i] + 0.5 * outputs[i] * outputs[i];
        }
        return loss;
    }

    private float[][] gradients(int count) {
        return gradients(network, count);
    }

    private float[][] gradients(TrainableNetwork of, int count) {
        float[][] gradients = room();
        of.step(parameters, inputs, count, weighted(0), gradients, CancelToken.none());
        return gradients;
    }

    private float[][] room() {
        float[][] room = new float[parameters.length][];
        for (int p = 0; p < room.length; p++) {
            room[p] = new float[parameters[p].length];
        }
        return room;
    }

    private static int largest(float[] values) {
        int largest = 0;
        for (int i = 1; i < values.length; i++) {
            if (Math.abs(values[i]) > Math.abs(values[largest])) {
                largest = i;
            }
        }
        return largest;
    }
}
