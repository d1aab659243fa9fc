package org.bitwright.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bitwright.model.Dataset;
import org.bitwright.model.Model;
import org.bitwright.model.Preprocessing;
import org.bitwright.model.Shape;
import org.bitwright.onnx.OnnxModels;
import org.bitwright.runtime.FloatSamples;
import org.bitwright.runtime.MemoryDataset;
import org.bitwright.runtime.session.InferenceException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BatchesTest {
    private static final int[] CHOSEN = {1, 2, 4, 6, 7};

    @TempDir
    private Path folder;

    /** Sample i holds the number 10·i; five of eight are chosen, two a batch. */
    private Batches batches(long seed) throws IOException, InferenceException {
        TrainingPlan seeded = PlanDraft.of(1, 2, Optimizer.adam(), 1).seed(seed).plan();
        return new Batches(samples(0, 10, 20, 30, 40, 50, 60, 70), CHOSEN, seeded);
    }

    private FloatSamples samples(float... values) throws IOException, InferenceException {
        return FloatSamples.of(model(), MemoryDataset.of(Shape.of(1), values), Preprocessing.scaled(0.5f));
    }

    private Model model() throws IOException {
        return OnnxModels.opset(13)
                .input("x", -1, 1)
                .node("Relu", "relu", "x", "y")
                .output("y", -1, 1)
                .open(folder)
                .model();
    }

    private static List<Float> read(Batches batches, int epoch) throws InferenceException {
        List<Float> all = new ArrayList<>();
        batches.begin(epoch);
        for (int step = 0; step < batches.steps(); step++) {
            float[] inputs = batches.inputs(step);
            for (int i = 0; i < batches.count(step); i++) {
                all.add(inputs[i]);
                assertThat(inputs[i]).isEqualTo(5f * batches.number(step, i));
                assertThat(CHOSEN[batches.place(step, i)]).isEqualTo(batches.number(step, i));
            }
        }
        return all;
    }

    @Test
    void each_epoch_has_each_sample_once_preprocessed() throws Exception {
        Batches batches = batches(1);
        assertThat(batches.steps()).isEqualTo(3);
        assertThat(batches.count(2)).isEqualTo(1);
        assertThat(read(batches, 0)).containsExactly(5f, 10f, 20f, 30f, 35f);
        for (int epoch = 1; epoch < 20; epoch++) {
            assertThat(read(batches, epoch)).containsExactlyInAnyOrder(5f, 10f, 20f, 30f, 35f);
        }
    }

    /** Data that read slowly are read on several threads: the same samples, and a broken one is told. */
    @Test
    void slow_data_are_read_at_once() throws Exception {
        Batches batches = new Batches(
                FloatSamples.of(model(), new SlowDataset(), Preprocessing.scaled(0.5f)),
                new int[] {1, 2, 4, 6, 7},
                PlanDraft.of(1, 5, Optimizer.adam(), 1).plan());
        batches.begin(0);
        assertThat(batches.inputs(0)).containsExactly(5, 10, 20, 30, 35);
        Batches broken = new Batches(
                FloatSamples.of(model(), new SlowDataset(), Preprocessing.scaled(0.5f)),
                new int[] {1, 5, 2},
                PlanDraft.of(1, 3, Optimizer.adam(), 1).plan());
        broken.begin(0);
        assertThatThrownBy(() -> broken.inputs(0))
                .isInstanceOf(InferenceException.class)
                .hasMessage("A sample cannot be read: sample 5");
    }

    /** Sample i holds the number 10·i; the fifth is broken. */
    private static final class SlowDataset implements Dataset {
        @Override
        public String name() {
            return "slow";
        }

        @Override
        public int size() {
            return 8;
        }

        @Override
        public Shape sampleShape() {
            return Shape.of(1);
        }

        @Override
        public void read(int first, int count, float[] into, int at) {
            if (first == 5) {
                throw new UncheckedIOException("sample 5", new IOException());
            }
            into[at] = 10f * first;
        }

        @Override
        public Optional<int[]> labels() {
            return Optional.empty();
        }

        @Override
        public boolean readsSlowly() {
            return true;
        }

        @Override
        public String digest() {
            return "";
        }
    }

    @Test
    void seed_and_epoch_decide_the_order() throws Exception {
        Batches batches = batches(1);
        List<List<Float>> orders = new ArrayList<>();
        for (int epoch = 1; epoch <= 200; epoch++) {
            orders.add(read(batches, epoch));
        }
        assertThat(read(batches, 3)).isEqualTo(orders.get(2));
        assertThat(read(batches(1), 3)).isEqualTo(orders.get(2));
        assertThat(read(batches(2), 3)).isNotEqualTo(read(batches(1), 3));
        assertThat(orders.stream().distinct().count()).as("of 120 orders").isGreaterThan(80);
    }

    @Test
    void flat_samples_cannot_be_shifted() throws Exception {
        TrainingPlan shifting =
                PlanDraft.of(1, 2, Optimizer.adam(), 1).augmentation(1, false).plan();
        FloatSamples samples = samples(1, 2);
        assertThatThrownBy(() -> new Batches(samples, new int[] {0, 1}, shifting))
                .isInstanceOf(InferenceException.class)
                .hasMessageContaining("no height and width");
    }
}
