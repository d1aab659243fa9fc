package org.bitwright.training;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.bitwright.model.Phrase;
import org.bitwright.runtime.session.InferenceException;
import org.bitwright.task.CancelToken;
import org.bitwright.task.Pause;
import org.bitwright.task.Progress;
import org.bitwright.training.gradient.GradientQuantizer;
import org.bitwright.training.graph.TrainableNetwork;

/** The steps of an epoch: samples in, gradients out, parameters changed. */
final class StepRun {
    /** Values of gradients that are kept at once. */
    private static final long MOST_SAMPLED = 1 << 26;

    private final TrainingPlan plan;
    private final TrainableNetwork network;
    private final TrainingState state;
    private final Batches batches;
    private final Targets targets;
    private final float[][] gradients;
    private final List<TrainingState.Trainable> trainables;
    private final int parameters;
    private final GradientStep gradientStep;
    private final ParameterUpdate update;
    private final RunPace pace = new RunPace(System::nanoTime);
    private final RecentSteps recent = new RecentSteps();
    private double validationSeconds;
    private long trained;

    StepRun(
            TrainingPlan plan,
            TrainableNetwork network,
            TrainingState state,
            Batches batches,
            Targets targets,
            Map<String, String> layers) {
        this.plan = plan;
        this.network = network;
        this.state = state;
        this.batches = batches;
        this.targets = targets;
        this.gradients = network.parameters().stream()
                .map(parameter -> new float[parameter.values()])
                .toArray(float[][]::new);
        List<TrainingState.Trainable> rounded = state.parameters(gradients);
        this.parameters = rounded.size();
        this.trainables =
                Stream.concat(rounded.stream(), state.learned().stream()).toList();
        this.gradientStep = new GradientStep(rounded, layers, plan);
        int[] sizes = trainables.stream()
                .mapToInt(trainable -> trainable.values().length)
                .toArray();
        this.update = ParameterUpdate.of(plan.optimizer(), sizes);
    }

    /** What an epoch came to before it was measured. */
    record Trained(double rate, RecentSteps steps, double seconds, List<GradientStatistics> gradients) {
        EpochRecord record(int number, Optional<Validation.Score> score, double sparsity) {
            return new EpochRecord(
                    number, rate, steps.loss(), steps.correct(), steps.samples(), score, seconds, sparsity, gradients);
        }
    }

    /** Work that is none of training. */
    @FunctionalInterface
    interface Untimed<T> {
        T run() throws IOException, InferenceException;
    }

    <T> T untimed(Untimed<T> work) throws IOException, InferenceException {
        pace.rest();
        long from = System.nanoTime();
        try {
            return work.run();
        } finally {
            validationSeconds = (System.nanoTime() - from) / 1e9;
            pace.resume();
        }
    }

    /** What the optimizer and error feedback remember, by name; copies. */
    Map<String, float[]> save() {
        Map<String, float[]> saved = new TreeMap<>();
        memory().forEach((name, values) -> saved.put(name, values.clone()));
        return saved;
    }

    void restore(Map<String, float[]> saved) throws InferenceException {
        for (Map.Entry<String, float[]> array : memory().entrySet()) {
            SavedArrays.restore(saved, array.getKey(), array.getValue());
        }
    }

    private Map<String, float[]> memory() {
        Map<String, float[]> arrays = new TreeMap<>();
        update.moments().forEach((moment, values) -> {
            for (int i = 0; i < values.length; i++) {
                arrays.put(moment + "/" + trainables.get(i).name(), values[i]);
            }
        });
        gradientStep.addMemory(arrays);
        return arrays;
    }

    /**
     * Gradients of the first batches, with nothing trained in between.
     *
     * @param most number of them; fewer where there are not so many, or they would need too much memory
     * @throws InferenceException if one is no number
     */
    List<float[][]> sample(int most, Progress progress, CancelToken cancel) throws InferenceException {
        batches.begin(1);
        long values = trainables.stream()
                .mapToLong(trainable -> trainable.gradient().length)
                .sum();
        int steps = (int) Math.max(1, Math.min(Math.min(most, batches.steps()), MOST_SAMPLED / Math.max(1, values)));
        List<float[][]> sampled = new ArrayList<>();
        for (int step = 0; step < steps; step++) {
            cancel.throwIfCancelled();
            passes(step, 0, cancel);
            refuseInfinite();
            sampled.add(trainables.stream()
                    .map(trainable -> trainable.gradient().clone())
                    .toArray(float[][]::new));
            progress.update(step + 1, steps);
        }
        return sampled;
    }

    private void refuseInfinite() throws InferenceException {
        for (TrainingState.Trainable trainable : trainables) {
            if (!Float.isFinite(GradientQuantizer.maxAbs(trainable.gradient()))) {
                throw new InferenceException(Phrase.of(
                        "The gradient of '%s' is no finite number: the network's outputs are beyond float32. Look at how the samples are scaled.",
                        trainable.name()));
            }
        }
    }

    /** Names of what has a gradient, in the order of {@link #sample}. */
    List<String> names() {
        return trainables.stream().map(TrainingState.Trainable::name).toList();
    }

    /** Forward and back through a batch. */
    private BatchLoss passes(int step, double time, CancelToken cancel) throws InferenceException {
        int count = batches.count(step);
        float[] inputs = batches.inputs(step);
        BatchLoss loss = targets.begin(batches, step, inputs);
        network.step(state.begin(time), inputs, count, loss, gradients, cancel);
        state.backward(gradients, count);
        return loss;
    }

    /** What comes before the first epoch. */
    void prepare(CancelToken cancel) throws InferenceException {
        targets.prepare(batches, cancel);
    }

    /**
     * Trains one epoch; empty where a loss or a gradient was no number any more.
     *
     * @throws java.util.concurrent.CancellationException if {@code cancel} is set
     */
    Optional<Trained> epoch(int number, Pause pause, TrainingListener listener, Progress progress, CancelToken cancel)
            throws InferenceException {
        recent.clear();
        batches.begin(number);
        long begun = pace.active();
        int steps = batches.steps();
        double rate = 0;
        for (int step = 0; step < steps; step++) {
            rest(pause, cancel);
            double time = number - 1 + (double) step / steps;
            rate = plan.schedule().at(time, plan.epochs());
            if (!step(number, step, time, rate, listener, cancel)) {
                return Optional.empty();
            }
            progress.update((number - 1) * (double) steps + step + 1, plan.epochs() * (double) steps);
        }
        return Optional.of(new Trained(rate, recent, (pace.active() - begun) / 1e9, gradientStep.seen()));
    }

    private void rest(Pause pause, CancelToken cancel) {
        if (pause.isPaused()) {
            pace.rest();
            try {
                pause.await(cancel);
            } finally {
                pace.resume();
            }
        }
        cancel.throwIfCancelled();
    }

    private boolean step(int epoch, int step, double time, double rate, TrainingListener listener, CancelToken cancel)
            throws InferenceException {
        int count = batches.count(step);
        BatchLoss loss = passes(step, time, cancel);
        double mean = loss.mean();
        long number = (epoch - 1L) * batches.steps() + step;
        boolean looks = step == batches.steps() - 1 || pace.isDue();
        long lookedFrom = pace.active();
        if (!Double.isFinite(mean) || !gradientStep.apply(number, looks) || !rangesAreFinite()) {
            return false;
        }
        for (int tensor = 0; tensor < trainables.size(); tensor++) {
            TrainingState.Trainable trainable = trainables.get(tensor);
            update.apply(number + 1, tensor, trainable.values(), trainable.gradient(), rate, trainable.decays());
        }
        state.updated();
        recent.add(mean, loss.correct(), count);
        trained += count;
        if (looks) {
            report(epoch, step, rate, listener, lookedFrom);
        }
        return true;
    }

    /** What ranges learn is not rounded, but has to be numbers too. */
    private boolean rangesAreFinite() {
        boolean finite = true;
        for (int tensor = parameters; tensor < trainables.size(); tensor++) {
            finite &= Float.isFinite(
                    GradientQuantizer.maxAbs(trainables.get(tensor).gradient()));
        }
        return finite;
    }

    private void report(int epoch, int step, double rate, TrainingListener listener, long from) {
        pace.mark(trained);
        long perEpoch = batches.size();
        double perSecond = pace.samplesPerSecond();
        double left = ((plan.epochs() - epoch + 1) * perEpoch - recent.samples()) / perSecond
                + (plan.epochs() - epoch + 1) * validationSeconds;
        listener.step(new StepReport(
                epoch,
                step + 1,
                batches.steps(),
                recent.recentLoss(),
                recent.recentAccuracy(),
                rate,
                perSecond,
                left,
                gradientStep.seen()));
        pace.reported(from);
    }
}
