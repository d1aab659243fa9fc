package org.bitwright.bench;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;
import org.bitwright.io.dataset.DatasetReader;
import org.bitwright.model.Dataset;
import org.bitwright.model.Preprocessing;
import org.bitwright.onnx.OnnxDocument;
import org.bitwright.runtime.ActivationStatistics;
import org.bitwright.runtime.Candidate;
import org.bitwright.runtime.CandidateEvaluator;
import org.bitwright.task.CancelToken;
import org.bitwright.task.Progress;

/**
 * Statistics over all activations of a sample network, everything included, against one plain float pass over the same
 * images. The target for the residual sample is at most 3.
 */
final class ActivationStatisticsBenchmark implements Benchmark {
    private static final Path SAMPLES = Path.of("sample-models");
    private static final int ROUNDS = 5;

    @Override
    public String name() {
        return "activation-statistics";
    }

    @Override
    public void run() throws Exception {
        measure("residual", "fashion-mnist");
        measure("depthwise", "fashion-mnist");
        measure("lenet5", "mnist");
        measure("vit", "fashion-mnist");
    }

    private static void measure(String name, String set) throws Exception {
        Path images = SAMPLES.resolve(set).resolve("t10k-images-idx3-ubyte.gz");
        Dataset data = DatasetReader.read(images, DatasetReader.findLabels(images));
        OnnxDocument document = OnnxDocument.open(SAMPLES.resolve(name + ".onnx"));
        Preprocessing preprocessing = Preprocessing.scaled(1f / 255);
        Map<String, OptionalInt> edges = new LinkedHashMap<>();
        document.model().edges().forEach(edge -> edges.put(edge.name(), edge.channelAxis()));
        try (CandidateEvaluator evaluator = CandidateEvaluator.open(document, data, preprocessing)) {
            Timing[] timings = Timing.alternate(
                    1,
                    ROUNDS,
                    () -> evaluator.evaluate(Candidate.unchanged(), 0, data.size(), false, new Progress(), CancelToken.none()),
                    () -> collect(document, data, preprocessing, edges));
            System.out.printf(
                    "%-14s plain pass %6.0f ms, statistics of %d activations %6.0f ms: ratio %.2f%n",
                    name,
                    timings[0].median() * 1e3,
                    edges.size(),
                    timings[1].median() * 1e3,
                    timings[1].median() / timings[0].median());
        }
    }

    private static void collect(
            OnnxDocument document, Dataset data, Preprocessing preprocessing, Map<String, OptionalInt> edges)
            throws Exception {
        ActivationStatistics statistics = ActivationStatistics.collect(
                document,
                data,
                preprocessing,
                Map.of(),
                edges,
                data.size(),
                ActivationStatistics.DEFAULT_BUDGET,
                new Progress(),
                CancelToken.none());
        if (statistics.edges().size() != edges.size()) {
            throw new IllegalStateException("not recorded: " + statistics.missing());
        }
    }
}
