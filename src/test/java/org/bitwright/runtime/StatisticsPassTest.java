package org.bitwright.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.bitwright.model.Preprocessing;
import org.bitwright.model.Shape;
import org.bitwright.onnx.OnnxDocument;
import org.bitwright.onnx.OnnxModels;
import org.bitwright.quant.EdgeChannel;
import org.bitwright.quant.EdgeStatistics;
import org.bitwright.quant.UniformGrid;
import org.bitwright.runtime.session.GatheredEdge;
import org.bitwright.runtime.session.OutputShapes;
import org.bitwright.runtime.session.Session;
import org.bitwright.task.CancelToken;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StatisticsPassTest {
    private static final int SAMPLES = 700;
    private static final int WIDTH = 20;

    @TempDir
    Path folder;

    /** Values that are fetched give what values give that are counted where they are made, whatever the batch. */
    @ParameterizedTest
    @ValueSource(longs = {-1, 16})
    void whereValuesAreCountedChangesNothing(long batch) throws Exception {
        Random random = new Random(2);
        float[] samples = new float[SAMPLES * WIDTH];
        float[] weights = new float[WIDTH * WIDTH];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (float) random.nextGaussian();
        }
        for (int i = 0; i < weights.length; i++) {
            weights[i] = (float) random.nextGaussian();
        }
        OnnxDocument document = OnnxModels.opset(13)
                .input("x", batch, WIDTH)
                .weight("w", weights, WIDTH, WIDTH)
                .node("MatMul", "", "x w", "h")
                .node("Relu", "", "h", "r")
                .node("MatMul", "", "r w", "y")
                .output("y", batch, WIDTH)
                .open(folder);
        ActivationRecorder recorder = ActivationRecorder.open(
                document, MemoryDataset.of(Shape.of(WIDTH), samples), Preprocessing.scaled(1), CancelToken.none());
        Map<String, String> there = gathered(recorder, true);
        Map<String, String> fetched = gathered(recorder, false);
        assertThat(there).containsOnlyKeys("x", "h", "r", "y").isEqualTo(fetched);
    }

    /** All that is known, by name. */
    private static Map<String, String> gathered(ActivationRecorder recorder, boolean there) throws Exception {
        List<GatheredEdge> edges = List.of(
                GatheredEdge.alone("x", OptionalInt.of(1)),
                GatheredEdge.alone("h", OptionalInt.of(1)),
                new GatheredEdge("r", OptionalInt.of(1), Optional.of("h")),
                GatheredEdge.alone("y", OptionalInt.of(1)));
        Session session = recorder.inner().session(Map.of(), GatheredEdge.fetched(edges), CancelToken.none());
        AtomicInteger done = new AtomicInteger();
        Map<String, String> all = new LinkedHashMap<>();
        try (StatisticsPass pass = new StatisticsPass(
                recorder.inner(),
                session,
                edges,
                new SampleBlocks(SAMPLES, 16, 3),
                2,
                1,
                there,
                new OutputShapes(),
                CancelToken.none())) {
            pass.run(done::addAndGet).forEach((name, tally) -> all.put(name, figures(tally.statistics())));
        }
        assertThat(done).hasValue(SAMPLES);
        return all;
    }

    private static String figures(EdgeStatistics found) {
        StringBuilder text = new StringBuilder();
        text.append(found.range()).append(found.averaged()).append(found.zeros());
        text.append(found.estimate(new UniformGrid(0.01f, 0, -128, 127)));
        for (int bin = 0; bin < found.histogram().bins(); bin++) {
            text.append(' ').append(found.histogram().count(bin));
        }
        for (EdgeChannel channel : found.channels()) {
            text.append(channel.range()).append(channel.count()).append(channel.zeros());
            text.append(' ').append(channel.mean()).append(' ').append(channel.meanSquare());
            text.append(' ').append(channel.histogram().total());
        }
        return text.toString();
    }
}
