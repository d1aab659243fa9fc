package org.bitwright.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.bitwright.analysis.ActivationSeries;
import org.bitwright.analysis.Sweep;
import org.bitwright.analysis.SweepPlan;
import org.bitwright.analysis.SweepPoint;
import org.bitwright.analysis.SweepResult;
import org.bitwright.analysis.SweepSeries;
import org.bitwright.io.dataset.DatasetReader;
import org.bitwright.model.DataSource;
import org.bitwright.model.Dataset;
import org.bitwright.model.Layer;
import org.bitwright.model.Preprocessing;
import org.bitwright.onnx.OnnxDocument;
import org.bitwright.project.Project;
import org.bitwright.quant.Calibrator;
import org.bitwright.quant.Granularity;
import org.bitwright.quant.LayerWeights;
import org.bitwright.quant.QuantConfig;
import org.bitwright.quant.Scheme;
import org.bitwright.quant.TensorConfig;
import org.bitwright.quant.target.ActivationPlan;
import org.bitwright.runtime.CandidateEvaluator;
import org.bitwright.runtime.session.InferenceException;
import org.bitwright.task.CancelToken;
import org.bitwright.task.Progress;

/**
 * Sweep points of weights and activations on all 10,000 test images: seconds a point, quantizing and sessions included,
 * against the plain float pass of the same sweep. The target is at most 2. Statistics are collected before. Widths of 9
 * to 15 bits fill no integer type: they cost the most where values have to be cut off before they are rounded.
 */
final class QuantizedSweepBenchmark implements Benchmark {
    private static final Path SAMPLES = Path.of("sample-models");
    private static final SweepSeries SERIES =
            new SweepSeries(Granularity.CHANNEL, Calibrator.minMax(), Scheme.SYMMETRIC).with(ActivationSeries.usual());
    private static final SweepPlan PLAN =
            new SweepPlan(List.of(SERIES), List.of(16, 12, 8, 4), List.of(), QuantConfig.empty());
    private static final int ROUNDS = 5;

    @Override
    public String name() {
        return "quantized-sweep";
    }

    @Override
    public void run() throws Exception {
        measure("lenet5", "mnist");
        measure("lenet-300-100", "mnist");
        measure("simple-model", "mnist");
        measure("residual", "fashion-mnist");
        measure("depthwise", "fashion-mnist");
        measure("vit", "fashion-mnist");
    }

    private static void measure(String name, String set) throws Exception {
        if (!Benchmarks.wants(name)) {
            return;
        }
        Path model = SAMPLES.resolve(name + ".onnx");
        Path images = SAMPLES.resolve(set).resolve("t10k-images-idx3-ubyte.gz");
        Preprocessing preprocessing = Preprocessing.scaled(1f / 255);
        Dataset data = DatasetReader.read(images, DatasetReader.findLabels(images));
        try (Project project = Project.create(model);
                CandidateEvaluator evaluator = CandidateEvaluator.open(OnnxDocument.open(model), data, preprocessing)) {
            project.dataSets()
                    .useForCalibration(new DataSource(
                            SAMPLES.resolve(set).resolve("calibration-images-idx3-ubyte.gz"),
                            Optional.empty(),
                            preprocessing,
                            OptionalInt.empty()));
            Source source = new Source(project);
            Map<Integer, List<Double>> ratios = new HashMap<>();
            double plain = 0;
            for (int round = 0; round <= ROUNDS; round++) {
                SweepResult result = sweep(project, source, evaluator, data);
                for (SweepPoint point : result.points()) {
                    if (round > 0) {
                        ratios.computeIfAbsent(point.bits(), bits -> new ArrayList<>())
                                .add(point.seconds() / result.floatSeconds());
                    }
                }
                plain = result.floatSeconds();
            }
            System.out.printf(
                    "%-14s plain pass %6.0f ms; W8A8 %.2f, W4A4 %.2f, W12A12 %.2f, W16A16 %.2f of it (%s)%n",
                    name,
                    plain * 1e3,
                    median(ratios, 8),
                    median(ratios, 4),
                    median(ratios, 12),
                    median(ratios, 16),
                    evaluator.roundingWay());
        }
    }

    private static double median(Map<Integer, List<Double>> ratios, int bits) {
        return new Timing(ratios.getOrDefault(bits, List.of()).stream()
                        .mapToDouble(Double::doubleValue)
                        .toArray())
                .median();
    }

    private static SweepResult sweep(Project project, Source source, CandidateEvaluator evaluator, Dataset data)
            throws Exception {
        return Sweep.run(
                PLAN,
                project.model(),
                source,
                evaluator,
                data,
                data.size(),
                point -> {},
                new Progress(),
                CancelToken.none());
    }

    /** Weights that are read once, and the project's plans. */
    private static final class Source implements Sweep.Source {
        private final Project project;
        private final Map<String, LayerWeights> weights = new HashMap<>();

        Source(Project project) throws IOException {
            this.project = project;
            for (Layer layer : project.model().layers()) {
                weights.put(layer.name(), LayerWeights.read(layer, CancelToken.none()));
            }
        }

        @Override
        public LayerWeights weights(String layer, TensorConfig config, CancelToken cancel) {
            return weights.get(layer);
        }

        @Override
        public ActivationPlan plan(QuantConfig config, CancelToken cancel) throws IOException, InferenceException {
            return project.activations().plan(config, new Progress(), cancel);
        }
    }
}
