package org.bitwright.training;

import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.bitwright.model.Layer;
import org.bitwright.model.Model;
import org.bitwright.model.Phrase;
import org.bitwright.onnx.SimulatedWeights;
import org.bitwright.quant.QuantConfig;
import org.bitwright.quant.target.TargetRules;
import org.bitwright.runtime.FloatSamples;
import org.bitwright.runtime.session.InferenceException;
import org.bitwright.task.CancelToken;
import org.bitwright.task.Pause;
import org.bitwright.task.Progress;
import org.bitwright.training.graph.TrainableNetwork;
import org.bitwright.training.quantizer.ActivationRoundings;

/** Trains a network on in the configuration that it is to run in. */
public final class Trainer {
    private Trainer() {}

    /**
     * Trains until the plan's epochs are done, its patience is at an end, the run diverges or is cancelled; each of
     * these is a result.
     *
     * @param validation measures each epoch; empty to keep the last one
     * @param from an epoch of the same task to go on from, with the numbers of a run without a break; empty to start
     * @param pause looked at between steps
     * @throws InferenceException if network, data and plan do not fit, in a user's words
     */
    public static TrainingResult train(
            TrainingTask task,
            Optional<Validation> validation,
            Optional<Checkpoint> from,
            Pause pause,
            TrainingListener listener,
            Progress progress,
            CancelToken cancel)
            throws IOException, InferenceException {
        return with(task, (steps, state) -> {
            TrainingLoop loop = new TrainingLoop(task.plan(), task.config(), state, steps, validation);
            if (from.isPresent()) {
                loop.goOn(from.get());
            }
            return loop.run(pause, listener, progress, cancel);
        });
    }

    /**
     * Gradients of the first batches that a run would train on, with nothing trained in between.
     *
     * @param steps most of them
     * @throws InferenceException if network, data and plan do not fit, in a user's words
     * @throws java.util.concurrent.CancellationException if {@code cancel} is set
     */
    public static GradientSample gradients(TrainingTask task, int steps, Progress progress, CancelToken cancel)
            throws IOException, InferenceException {
        Map<String, String> layers = layers(task.document().model());
        return with(task, (run, state) -> {
            List<String> names = run.names();
            List<String> of =
                    names.stream().map(name -> layers.getOrDefault(name, "")).toList();
            return new GradientSample(names, of, run.sample(steps, progress, cancel));
        });
    }

    /** What is done with a network that can be trained, while it is there. */
    @FunctionalInterface
    private interface Work<T> {
        T run(StepRun steps, TrainingState state) throws IOException, InferenceException;
    }

    private static <T> T with(TrainingTask task, Work<T> work) throws IOException, InferenceException {
        ActivationRoundings activations = ActivationRoundings.of(
                task.config(),
                task.activations(),
                TargetRules.fixedGrids(task.document().model(), task.config()),
                task.plan().activationRanges());
        try (TrainableNetwork network = TrainableNetwork.of(
                        SimulatedWeights.replace(task.document(), overlays(task.config())),
                        activations.roundings(),
                        task.plan().normalization(),
                        task.plan().batch());
                Teaching teaching = Teaching.of(task)) {
            TrainingState state = new TrainingState(task, network, activations);
            return work.run(steps(task, network, state, teaching.teacher()), state);
        }
    }

    /** What stands in the place of the model's own constants. */
    private static Map<String, float[]> overlays(QuantConfig config) {
        Map<String, float[]> constants = new HashMap<>();
        config.layers().values().forEach(layer -> layer.overlay()
                .ifPresent(overlay -> constants.putAll(overlay.values())));
        return constants;
    }

    private static StepRun steps(
            TrainingTask task, TrainableNetwork network, TrainingState state, Optional<Targets.Teacher> teacher)
            throws InferenceException {
        if (task.trainingSamples().length == 0) {
            throw new InferenceException(Phrase.of("There are no samples to train on."));
        }
        TrainingPlan plan = task.plan();
        Model model = task.document().model();
        if (model.layers().isEmpty()) {
            throw new InferenceException(
                    Phrase.of("The network has no layers: nothing in it could hold what is trained."));
        }
        FloatSamples samples = FloatSamples.of(model, task.data(), task.preprocessing());
        Batches batches = new Batches(samples, task.trainingSamples(), plan);
        int classes = network.outputValues();
        Targets targets = new Targets(plan, labels(task, classes), classes, teacher);
        return new StepRun(plan, network, state, batches, targets, layers(model));
    }

    /** Labels of all data; none where there are none that fit and soft targets are all of the loss. */
    private static int[] labels(TrainingTask task, int classes) throws InferenceException {
        boolean needed =
                task.plan().distillation().filter(soft -> soft.share() == 1).isEmpty();
        Optional<int[]> labels = task.data().labels();
        if (labels.isEmpty() && needed) {
            throw new InferenceException(Phrase.of(
                    "'%s' has no labels. Training needs them, unless the float network's outputs are all of the loss (distillation).",
                    task.data().name()));
        }
        OptionalInt wrong = labels.isEmpty() ? OptionalInt.empty() : wrong(task, labels.get(), classes);
        if (wrong.isPresent() && needed) {
            int sample = wrong.getAsInt();
            throw new InferenceException(Phrase.of(
                    "Sample %s has the label %s, but the network has %s outputs.",
                    sample, labels.orElseThrow()[sample], classes));
        }
        return wrong.isPresent() ? new int[0] : labels.orElse(new int[0]);
    }

    /** The first sample whose label is no output of the network. */
    private static OptionalInt wrong(TrainingTask task, int[] labels, int classes) {
        return Arrays.stream(task.trainingSamples())
                .filter(sample -> labels[sample] < 0 || labels[sample] >= classes)
                .findFirst();
    }

    private static Map<String, String> layers(Model model) {
        Map<String, String> layers = new HashMap<>();
        for (Layer layer : model.layers()) {
            layers.put(layer.weight().name(), layer.name());
            layer.bias().ifPresent(bias -> layers.put(bias.name(), layer.name()));
        }
        return layers;
    }
}
