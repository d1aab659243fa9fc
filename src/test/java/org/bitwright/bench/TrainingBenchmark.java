package org.bitwright.bench;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.bitwright.model.DataSource;
import org.bitwright.model.Dataset;
import org.bitwright.model.Preprocessing;
import org.bitwright.onnx.OnnxDocument;
import org.bitwright.project.Project;
import org.bitwright.quant.QuantConfig;
import org.bitwright.quant.target.NetworkPreset;
import org.bitwright.quant.target.Quantizer;
import org.bitwright.task.CancelToken;
import org.bitwright.task.Pause;
import org.bitwright.task.Progress;
import org.bitwright.training.EpochRecord;
import org.bitwright.training.GradientRounding;
import org.bitwright.training.Trainer;
import org.bitwright.training.TrainingListener;
import org.bitwright.training.TrainingPlan;
import org.bitwright.training.TrainingTask;

/**
 * Milliseconds of a training step of a sample model at batch 64: in float, with weights and activations at 8 bits, and with
 * gradients at 8 bits as well. Runs in turns; of each the quickest epoch counts, as it is least disturbed.
 */
final class TrainingBenchmark implements Benchmark {
    private static final int STEPS = 30;
    private static final int EPOCHS = 3;
    private static final int ROUNDS = 4;
    private static final int BATCH = 64;
    private static final Path SAMPLES = Path.of("sample-models");

    private final String model;
    private final String set;

    /**
     * @param model name of a sample model
     * @param set folder of the data that it was trained for
     */
    TrainingBenchmark(String model, String set) {
        this.model = model;
        this.set = set;
    }

    @Override
    public String name() {
        return "training-" + model;
    }

    @Override
    public void run() throws Exception {
        Path folder = SAMPLES.resolve(set);
        try (Project project = Project.create(SAMPLES.resolve(model + ".onnx"))) {
            project.dataSets()
                    .useForCalibration(new DataSource(
                            folder.resolve("calibration-images-idx3-ubyte.gz"),
                            Optional.of(folder.resolve("calibration-labels-idx1-ubyte.gz")),
                            Preprocessing.scaled(1 / 255f),
                            OptionalInt.empty()));
            measure(project);
        }
    }

    private void measure(Project project) throws Exception {
        OnnxDocument document = OnnxDocument.open(SAMPLES.resolve(model + ".onnx"));
        QuantConfig quantized = project.choices().withPreset(NetworkPreset.W8A8, true);
        GradientRounding rounding = new GradientRounding(8, true, false);
        TrainingPlan plan = TrainingPlan.usual().withEpochs(EPOCHS);
        TrainingPlan rounded = plan.withGradients(Optional.of(rounding));
        List<TrainingTask> tasks = List.of(
                task(project, document, QuantConfig.empty(), plan),
                task(project, document, quantized, plan),
                task(project, document, quantized, rounded));
        double[] best = new double[tasks.size()];
        Arrays.fill(best, Double.POSITIVE_INFINITY);
        for (int round = 0; round < ROUNDS; round++) {
            for (int i = 0; i < best.length; i++) {
                best[i] = Math.min(best[i], milliseconds(tasks.get(i)));
            }
        }
        System.out.printf(
                Locale.ROOT,
                "%s, batch %d: float %.2f ms a step; W8A8 %.2f ms (%.2f x float);"
                        + " with gradients at 8 bits %.2f ms (%.2f x float)%n",
                model,
                BATCH,
                best[0],
                best[1],
                best[1] / best[0],
                best[2],
                best[2] / best[0]);
    }

    private static TrainingTask task(Project project, OnnxDocument document, QuantConfig config, TrainingPlan plan)
            throws Exception {
        Dataset data = project.training().data().orElseThrow();
        Map<String, Quantizer> activations = project.activations()
                .plan(config, new Progress(), CancelToken.none())
                .quantizers();
        int[] samples =
                IntStream.range(0, STEPS * BATCH).map(i -> i % data.size()).toArray();
        return new TrainingTask(document, config, activations, data, Preprocessing.scaled(1 / 255f), samples, plan);
    }

    private static double milliseconds(TrainingTask task) throws Exception {
        return Trainer.train(
                                task,
                                Optional.empty(),
                                Optional.empty(),
                                new Pause(),
                                TrainingListener.none(),
                                new Progress(),
                                CancelToken.none())
                        .epochs()
                        .stream()
                        .map(EpochRecord::seconds)
                        .min(Comparator.naturalOrder())
                        .orElseThrow()
                * 1e3
                / STEPS;
    }
}
