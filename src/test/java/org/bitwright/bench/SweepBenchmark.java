package org.bitwright.bench;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bitwright.analysis.Sweep;
import org.bitwright.analysis.SweepPlan;
import org.bitwright.analysis.SweepResult;
import org.bitwright.analysis.SweepSeries;
import org.bitwright.io.dataset.DatasetReader;
import org.bitwright.model.Dataset;
import org.bitwright.model.Layer;
import org.bitwright.model.Preprocessing;
import org.bitwright.onnx.OnnxDocument;
import org.bitwright.quant.Calibrator;
import org.bitwright.quant.Granularity;
import org.bitwright.quant.LayerWeights;
import org.bitwright.quant.QuantConfig;
import org.bitwright.quant.Scheme;
import org.bitwright.runtime.Candidate;
import org.bitwright.runtime.CandidateEvaluator;
import org.bitwright.runtime.Evaluation;
import org.bitwright.task.CancelToken;
import org.bitwright.task.Progress;

/**
 * A sweep on all 10,000 test images: seconds a configuration, calibration and sessions included, against one plain
 * float pass over the same data. The target is at most 1.3.
 */
final class SweepBenchmark implements Benchmark {
    private static final Path SAMPLES = Path.of("sample-models");
    private static final List<SweepSeries> SERIES = List.of(
            new SweepSeries(Granularity.CHANNEL, Calibrator.minMax(), Scheme.SYMMETRIC),
            new SweepSeries(Granularity.CHANNEL, Calibrator.mse(), Scheme.SYMMETRIC));
    private static final SweepPlan PLAN = new SweepPlan(SERIES, List.of(8, 4), List.of(), QuantConfig.empty());
    private static final int ROUNDS = 3;
    private static final int ROUNDS_OF_SHORT_PASSES = 9;

    @Override
    public String name() {
        return "sweep";
    }

    @Override
    public void run() throws Exception {
        measure("lenet5", "mnist");
        measure("lenet-300-100", "mnist");
        measure("residual", "fashion-mnist");
        measure("depthwise", "fashion-mnist");
        measure("vit", "fashion-mnist");
    }

    private static void measure(String name, String set) throws Exception {
        if (!Benchmarks.wants(name)) {
            return;
        }
        Path images = SAMPLES.resolve(set).resolve("t10k-images-idx3-ubyte.gz");
        Dataset data = DatasetReader.read(images, DatasetReader.findLabels(images));
        OnnxDocument document = OnnxDocument.open(SAMPLES.resolve(name + ".onnx"));
        Map<String, LayerWeights> weights = new HashMap<>();
        for (Layer layer : document.model().layers()) {
            weights.put(layer.name(), LayerWeights.read(layer, CancelToken.none()));
        }
        try (CandidateEvaluator evaluator = CandidateEvaluator.open(document, data, Preprocessing.scaled(1f / 255))) {
            int rounds = plainPass(evaluator).seconds() < 1 ? ROUNDS_OF_SHORT_PASSES : ROUNDS;
            List<Double> seconds = new ArrayList<>();
            List<Double> work = new ArrayList<>();
            List<Double> plainWork = new ArrayList<>();
            Timing[] timings = Timing.alternate(
                    1,
                    rounds,
                    () -> {
                        double before = processorSeconds();
                        plainPass(evaluator);
                        plainWork.add(processorSeconds() - before);
                    },
                    () -> {
                        double before = processorSeconds();
                        long start = System.nanoTime();
                        SweepResult result = sweep(document, weights, evaluator, data);
                        double wall = (System.nanoTime() - start) * 1e-9;
                        int points = result.points().size();
                        seconds.add((wall - result.floatSeconds()) / points);
                        work.add((processorSeconds() - before - plainWork.get(plainWork.size() - 1)) / points);
                    });
            double plain = timings[0].median();
            System.out.printf(
                    "%-14s plain pass %6.0f ms, a configuration %6.0f ms: ratio %.2f, of processor time %.2f (%s)%n",
                    name,
                    plain * 1e3,
                    median(seconds) * 1e3,
                    median(seconds) / plain,
                    median(work) / median(plainWork),
                    "weights as " + evaluator.way());
        }
    }

    /**
     * Processor time of all threads, those of the process that runs networks too: unlike wall time it does not count what
     * other programs do.
     */
    private static double processorSeconds() {
        OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        Duration children = ProcessHandle.current()
                .children()
                .flatMap(child -> child.info().totalCpuDuration().stream())
                .reduce(Duration.ZERO, Duration::plus);
        return system.getProcessCpuTime() * 1e-9 + children.toNanos() * 1e-9;
    }

    /** Without the warm-up round. */
    private static double median(List<Double> rounds) {
        return new Timing(
                        rounds.stream().skip(1).mapToDouble(Double::doubleValue).toArray())
                .median();
    }

    private static Evaluation plainPass(CandidateEvaluator evaluator) throws Exception {
        return evaluator.evaluate(
                Candidate.unchanged(), 0, evaluator.samples(), false, new Progress(), CancelToken.none());
    }

    private static SweepResult sweep(
            OnnxDocument document, Map<String, LayerWeights> weights, CandidateEvaluator evaluator, Dataset data)
            throws Exception {
        return Sweep.run(
                PLAN,
                document.model(),
                (layer, config, cancel) -> weights.get(layer),
                evaluator,
                data,
                data.size(),
                point -> {},
                new Progress(),
                CancelToken.none());
    }
}
