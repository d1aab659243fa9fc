package org.bitwright.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.bitwright.model.InvalidFileException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointFileTest {
    static final TrainingPlan FULL = new TrainingPlan(
            12,
            32,
            -7,
            new Optimizer.Adam(0.8, 0.99, 1e-7, 0.01),
            new Schedule(Schedule.Course.STEP, 0.02, 1.5, 3, 0.25),
            RangeRule.LEARNED,
            RangeRule.FIXED,
            Normalization.TRAINED,
            new Augmentation(2, true),
            Optional.of(new Distillation(4, 0.7)),
            Optional.of(new GradientRounding(4, true, true)),
            Optional.of(new Pruning(0.9, Map.of("conv1", 0.5, "fc", 0.95), 1, 10)),
            0.2,
            OptionalInt.of(3));

    @TempDir
    private Path folder;

    @Test
    void a_checkpoint_comes_back_as_it_was() throws IOException {
        GradientStatistics gradient =
                new GradientStatistics("w", "conv1", 3, 0.5, 0.1, 0.25, 1e-3, 20, 0.5, new long[] {1, 0, 2}, 44);
        EpochRecord first = new EpochRecord(
                1, 0.02, 1.5, 20, 32, Optional.of(new Validation.Score(0.3, 9, 10)), 2.5, 0.25, List.of(gradient));
        EpochRecord second = new EpochRecord(2, 0.01, 0.5, 30, 32, Optional.empty(), 2.25, 0.5, List.of());
        Map<String, float[]> state =
                Map.of("parameter/w", new float[] {1, -0.0f, Float.MIN_VALUE}, "best/parameter/w", new float[0]);
        Path file = written(new CheckpointFile("说明 {}", new Checkpoint(FULL, List.of(first, second), state)));

        CheckpointFile read = CheckpointFile.read(file);

        assertThat(read.note()).isEqualTo("说明 {}");
        assertThat(read.checkpoint().plan()).isEqualTo(FULL);
        assertThat(read.checkpoint().epochs()).usingRecursiveComparison().isEqualTo(List.of(first, second));
        assertThat(read.checkpoint().state()).containsOnlyKeys(state.keySet());
        state.forEach((name, values) ->
                assertThat(read.checkpoint().state().get(name)).isEqualTo(values));
    }

    @Test
    void the_usual_plan_comes_back_too() throws IOException {
        assertThat(CheckpointFile.read(written(small())).checkpoint().plan()).isEqualTo(TrainingPlan.usual());
    }

    /** One bit anywhere, or one byte less, is found out. */
    @Test
    void a_file_that_was_changed_or_cut_off_is_refused() throws IOException {
        byte[] whole = Files.readAllBytes(written(small()));
        for (int at = 0; at < whole.length; at += 7) {
            byte[] changed = whole.clone();
            changed[at] ^= 4;
            assertRefused(changed);
        }
        for (int length = 0; length < whole.length; length += 11) {
            assertRefused(java.util.Arrays.copyOf(whole, length));
        }
    }

    private void assertRefused(byte[] bytes) throws IOException {
        Path file = Files.write(folder.resolve("broken.checkpoint"), bytes);
        assertThatThrownBy(() -> CheckpointFile.read(file))
                .isInstanceOf(InvalidFileException.class)
                .hasMessageStartingWith("broken.checkpoint: ");
    }

    @Test
    void a_missing_file_is_told_as_such() {
        assertThatThrownBy(() -> CheckpointFile.read(folder.resolve("none"))).isInstanceOf(NoSuchFileException.class);
    }

    private static CheckpointFile small() {
        return new CheckpointFile(
                "", new Checkpoint(TrainingPlan.usual(), List.of(), Map.of("parameter/w", new float[] {1, 2})));
    }

    private Path written(CheckpointFile checkpoint) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        checkpoint.writeTo(bytes);
        return Files.write(folder.resolve("run.checkpoint"), bytes.toByteArray());
    }

    /** Thirty-three times 64 MiB. */
    @Test
    void what_could_not_be_read_again_is_not_written() {
        float[] shared = new float[1 << 24];
        Map<String, float[]> state = new HashMap<>();
        for (int i = 0; i < 33; i++) {
            state.put("array " + i, shared);
        }
        Checkpoint large = new Checkpoint(TrainingPlan.usual(), List.of(), state);
        assertThatThrownBy(() -> new CheckpointFile("", large).writeTo(OutputStream.nullOutputStream()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("2 GB");
    }
}
