package org.bitwright.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.bitwright.model.Preprocessing;
import org.bitwright.model.Shape;
import org.bitwright.onnx.OnnxDocument;
import org.bitwright.onnx.OnnxModels;
import org.bitwright.quant.Range;
import org.bitwright.task.CancelToken;
import org.bitwright.task.Daemon;
import org.bitwright.task.Progress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StatisticsProgressTest {
    private static final int SAMPLES = 4000;

    @TempDir
    Path folder;

    /** What Relu makes of values that reach from −1,000,000 to 1 is gathered in passes of its own. */
    @Test
    void progressNeverGoesBackWhereAnotherPassFollows() throws Exception {
        float[] samples = new float[SAMPLES];
        for (int i = 0; i < SAMPLES; i++) {
            samples[i] = i % 2 == 0 ? -1e6f : (float) i / SAMPLES;
        }
        samples[SAMPLES - 1] = 1;
        OnnxDocument document = OnnxModels.opset(13)
                .input("x", -1, 1)
                .node("Neg", "", "x", "n")
                .node("Neg", "", "n", "h")
                .node("Relu", "", "h", "a")
                .output("a", -1, 1)
                .open(folder);
        Map<String, OptionalInt> edges = new LinkedHashMap<>();
        edges.put("h", OptionalInt.empty());
        edges.put("a", OptionalInt.empty());
        Progress progress = new Progress();
        AtomicBoolean over = new AtomicBoolean();
        CompletableFuture<List<Double>> seen =
                CompletableFuture.supplyAsync(() -> seen(progress, over), look -> Daemon.start("look", look));
        ActivationStatistics statistics;
        try {
            statistics = ActivationStatistics.collect(
                    document,
                    MemoryDataset.of(Shape.of(1), samples),
                    Preprocessing.scaled(1),
                    Map.of(),
                    edges,
                    SAMPLES,
                    ActivationStatistics.DEFAULT_BUDGET,
                    progress,
                    CancelToken.none());
        } finally {
            over.set(true);
        }
        assertThat(statistics.edge("h").orElseThrow().range()).isEqualTo(new Range(-1e6f, 1));
        assertThat(statistics.edge("a").orElseThrow().range()).isEqualTo(new Range(0, 1));
        assertThat(statistics.edge("a").orElseThrow().zeros()).isEqualTo(SAMPLES / 2);
        assertThat(seen.get(60, TimeUnit.SECONDS)).isSorted().last().isEqualTo(1.0);
    }

    /** Every share that was shown, as often as it changed. */
    private static List<Double> seen(Progress progress, AtomicBoolean over) {
        List<Double> seen = new ArrayList<>();
        boolean last = false;
        while (!last) {
            last = over.get();
            double now = progress.fraction();
            if (seen.isEmpty() || seen.get(seen.size() - 1) != now) {
                seen.add(now);
            }
            Thread.onSpinWait();
        }
        return seen;
    }
}
