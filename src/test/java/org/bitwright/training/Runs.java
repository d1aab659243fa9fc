package org.bitwright.training;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import org.bitwright.io.dataset.DatasetReader;
import org.bitwright.model.Dataset;
import org.bitwright.model.Layer;
import org.bitwright.model.Preprocessing;
import org.bitwright.model.Shape;
import org.bitwright.onnx.OnnxDocument;
import org.bitwright.onnx.OnnxModels;
import org.bitwright.quant.ActivationConfig;
import org.bitwright.quant.Calibrator;
import org.bitwright.quant.Granularity;
import org.bitwright.quant.NumberFormat;
import org.bitwright.quant.QuantConfig;
import org.bitwright.quant.Scheme;
import org.bitwright.quant.TensorConfig;
import org.bitwright.quant.UniformGrid;
import org.bitwright.quant.target.Quantizer;
import org.bitwright.runtime.MemoryDataset;
import org.bitwright.runtime.session.InferenceException;
import org.bitwright.task.CancelToken;
import org.bitwright.task.Pause;
import org.bitwright.task.Progress;

/** Runs for tests: small networks, few samples. */
final class Runs {
    private static final Path SAMPLES = Path.of("sample-models");

    private Runs() {}

    /** At a constant rate, nothing else chosen. */
    static TrainingPlan plan(int epochs, int batch, Optimizer optimizer, double rate) {
        return PlanDraft.of(epochs, batch, optimizer, rate).plan();
    }

    /** All samples, nothing quantized. */
    static TrainingTask task(OnnxDocument document, Dataset data, TrainingPlan plan) {
        return new TrainingTask(
                document, QuantConfig.empty(), Map.of(), data, Preprocessing.scaled(1), all(data.size()), plan);
    }

    private static int[] all(int count) {
        return IntStream.range(0, count).toArray();
    }

    /** One input, two classes: z = x·W + b. */
    static OnnxDocument linear(Path folder, float... weight) throws IOException {
        return OnnxModels.opset(13)
                .input("x", -1, 1)
                .weight("w", weight, 1, 2)
                .weight("b", new float[2], 2)
                .node("MatMul", "product", "x w", "xw")
                .node("Add", "sum", "xw b", "y")
                .output("y", -1, 2)
                .open(folder);
    }

    static MemoryDataset samples(float... values) {
        return MemoryDataset.of(Shape.of(1), values);
    }

    /** A trained constant of a name. */
    static float[] weight(TrainingResult result, String name) {
        return result.config().layers().values().stream()
                .map(layer -> layer.overlay().orElseThrow().values().get(name))
                .filter(Objects::nonNull)
                .findFirst()
                .orElseThrow();
    }

    /** LeNet-5 of 4 bits, two activations of 4 bits, on the first digits. */
    static TrainingTask digits(int samples, TrainingPlan plan) throws IOException {
        OnnxDocument document = OnnxDocument.open(SAMPLES.resolve("lenet5.onnx"));
        QuantConfig config = QuantConfig.empty();
        for (Layer layer : document.model().layers()) {
            config = config.with(
                    layer.name(),
                    TensorConfig.of(
                            new NumberFormat.Uniform(4, Scheme.SYMMETRIC), Granularity.CHANNEL, Calibrator.mse()));
        }
        Map<String, Quantizer> activations = new LinkedHashMap<>();
        for (String edge :
                List.of("input", document.model().operators().get(1).outputs().get(0))) {
            NumberFormat.Uniform format = new NumberFormat.Uniform(4, Scheme.ASYMMETRIC);
            config = config.withActivation(edge, ActivationConfig.ofStatic(format, Calibrator.minMax()));
            activations.put(edge, Quantizer.of(new UniformGrid(1 / 15f, 0, 0, 15)));
        }
        Dataset data = DatasetReader.read(
                SAMPLES.resolve("mnist/calibration-images-idx3-ubyte.gz"),
                Optional.of(SAMPLES.resolve("mnist/calibration-labels-idx1-ubyte.gz")));
        return new TrainingTask(
                document, config, activations, data, Preprocessing.scaled(1 / 255f), all(samples), plan);
    }

    static TrainingResult train(TrainingTask task) throws IOException, InferenceException {
        return train(task, Optional.empty(), Optional.empty(), TrainingListener.none(), CancelToken.none());
    }

    static TrainingResult train(
            TrainingTask task,
            Optional<Validation> validation,
            Optional<Checkpoint> from,
            TrainingListener listener,
            CancelToken cancel)
            throws IOException, InferenceException {
        return Trainer.train(task, validation, from, new Pause(), listener, new Progress(), cancel);
    }

    /** Keeps what it hears. */
    static class Heard implements TrainingListener {
        final List<StepReport> steps = new ArrayList<>();
        final List<EpochRecord> epochs = new ArrayList<>();
        final List<Checkpoint> checkpoints = new ArrayList<>();

        @Override
        public void step(StepReport report) {
            steps.add(report);
        }

        @Override
        public void epoch(EpochRecord record, Checkpoint checkpoint) {
            epochs.add(record);
            checkpoints.add(checkpoint);
        }
    }

    /** Gives these shares of right answers of 100 one after the other, and keeps the configurations it is given. */
    static final class Scores implements Validation {
        final List<QuantConfig> measured = new ArrayList<>();
        private final int[] correct;

        Scores(int... correct) {
            this.correct = correct;
        }

        @Override
        public Score measure(QuantConfig config, CancelToken cancel) {
            measured.add(config);
            return new Score(1, correct[measured.size() - 1], 100);
        }
    }
}
