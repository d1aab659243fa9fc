package org.bitwright.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Stream;
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
        if (!Benchmarks.wants(name)) {
            return;
        }
        Path images = SAMPLES.resolve(set).resolve("t10k-images-idx3-ubyte.gz");
        Dataset data = DatasetReader.read(images, DatasetReader.findLabels(images));
        OnnxDocument document = OnnxDocument.open(SAMPLES.resolve(name + ".onnx"));
        Preprocessing preprocessing = Preprocessing.scaled(1f / 255);
        Map<String, OptionalInt> edges = new LinkedHashMap<>();
        document.model().edges().forEach(edge -> edges.put(edge.name(), edge.channelAxis()));
        try (CandidateEvaluator evaluator = CandidateEvaluator.open(document, data, preprocessing)) {
            List<Double> plainWork = new ArrayList<>();
            List<Double> work = new ArrayList<>();
            Timing[] timings = Timing.alternate(
                    1,
                    ROUNDS,
                    () -> measured(plainWork, () -> plainPass(evaluator)),
                    () -> measured(work, () -> collect(document, data, preprocessing, edges)));
            System.out.printf(
                    "%-14s plain pass %6.0f ms, statistics of %d activations %6.0f ms: ratio %.2f, of processor time %.2f%n",
                    name,
                    timings[0].median() * 1e3,
                    edges.size(),
                    timings[1].median() * 1e3,
                    timings[1].median() / timings[0].median(),
                    median(work) / median(plainWork));
        }
    }

    private static void plainPass(CandidateEvaluator evaluator) throws Exception {
        evaluator.evaluate(Candidate.unchanged(), 0, evaluator.samples(), false, new Progress(), CancelToken.none());
    }

    /**
     * Notes the processor time of all threads, those of the process that runs networks too: unlike wall time it does not
     * count what other programs do.
     */
    private static void measured(List<Double> seconds, Timing.ThrowingAction action) throws Exception {
        long before = processorNanoseconds();
        action.run();
        seconds.add((processorNanoseconds() - before) * 1e-9);
    }

    private static long processorNanoseconds() {
        ProcessHandle program = ProcessHandle.current();
        return Stream.concat(Stream.of(program), program.children())
                .flatMap(process -> process.info().totalCpuDuration().stream())
                .mapToLong(Duration::toNanos)
                .sum();
    }

    /** Without the warm-up round. */
    private static double median(List<Double> rounds) {
        return new Timing(
                        rounds.stream().skip(1).mapToDouble(Double::doubleValue).toArray())
                .median();
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
                ActivationStatistics.budget(),
                new Progress(),
                CancelToken.none());
        if (statistics.edges().size() != edges.size()) {
            throw new IllegalStateException("not recorded: " + statistics.missing());
        }
    }
}
