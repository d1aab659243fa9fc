package org.bitwright.runtime;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.bitwright.model.Dataset;
import org.bitwright.model.Preprocessing;
import org.bitwright.model.Shape;
import org.bitwright.onnx.OnnxDocument;
import org.bitwright.onnx.OnnxModels;
import org.bitwright.task.CancelToken;
import org.bitwright.task.Parallel;
import org.bitwright.task.Progress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class StatisticsFailureTest {
    private static final int SAMPLES = 4000;

    @TempDir
    Path folder;

    /** The first block cannot be read, but not before another thread is done with its own and waits for it. */
    private record Exhausted() implements Dataset {
        private static final int WITHIN_THE_FIRST_BLOCK = 100;

        @Override
        public void read(int first, int count, float[] into, int at) {
            if (first == WITHIN_THE_FIRST_BLOCK) {
                long end = System.nanoTime() + 30_000_000_000L;
                while (!isWaitedFor() && System.nanoTime() < end) {
                    Thread.onSpinWait();
                }
                throw new OutOfMemoryError("no memory is left");
            }
        }

        private static boolean isWaitedFor() {
            return Thread.getAllStackTraces().values().stream().anyMatch(trace -> Arrays.stream(trace)
                    .anyMatch(frame -> frame.getClassName().equals(BlockTallies.class.getName())
                            && frame.getMethodName().equals("take")));
        }

        @Override
        public boolean readsSlowly() {
            return true;
        }

        @Override
        public String name() {
            return "exhausted";
        }

        @Override
        public int size() {
            return SAMPLES;
        }

        @Override
        public Shape sampleShape() {
            return Shape.of(1);
        }

        @Override
        public Optional<int[]> labels() {
            return Optional.empty();
        }

        @Override
        public String digest() {
            return "";
        }
    }

    @Test
    @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void nobodyWaitsForABlockForWhichMemoryDoesNotSuffice() throws Exception {
        assumeThat(Parallel.threads()).isGreaterThan(1);
        OnnxDocument document = OnnxModels.opset(13)
                .input("x", -1, 1)
                .node("Neg", "minus", "x", "y")
                .output("y", -1, 1)
                .open(folder);

        assertThatThrownBy(() -> ActivationStatistics.collect(
                        document,
                        new Exhausted(),
                        Preprocessing.scaled(1),
                        Map.of(),
                        Map.of("y", OptionalInt.empty()),
                        SAMPLES,
                        1,
                        new Progress(),
                        CancelToken.none()))
                .isInstanceOf(OutOfMemoryError.class);
    }
}
