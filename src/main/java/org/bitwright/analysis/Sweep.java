package org.bitwright.analysis;

import java.io.IOException;
import java.util.function.Consumer;
import org.bitwright.model.Dataset;
import org.bitwright.model.Model;
import org.bitwright.model.Phrase;
import org.bitwright.quant.LayerWeights;
import org.bitwright.quant.QuantConfig;
import org.bitwright.quant.TensorConfig;
import org.bitwright.quant.target.ActivationPlan;
import org.bitwright.runtime.CandidateEvaluator;
import org.bitwright.runtime.session.InferenceException;
import org.bitwright.task.CancelToken;
import org.bitwright.task.Progress;

/**
 * Measures accuracy against bit-width: first every point on a part of the data (unless all is done within a second),
 * widths that tell most first (8, 4, 2, 16, 1, …), then each on the rest. Configurations that come to the same numbers are measured once.
 */
public final class Sweep {
    /** Seconds in which a whole sweep is measured point by point, without a part of the data first. */
    private static final double PATIENCE = 1;

    private Sweep() {}

    /**
     * Runs a plan. Labelled data only.
     *
     * @param source called from the running thread, may cache
     * @param samples number of samples from the start of the data set; at most its size
     * @param listener called on the running thread with every point, again each time it is refined
     * @throws InferenceException if the data have no labels, or inference fails
     * @throws java.util.concurrent.CancellationException if cancelled; points listened to so far stay valid
     */
    public static SweepResult run(
            SweepPlan plan,
            Model model,
            Source source,
            CandidateEvaluator evaluator,
            Dataset data,
            int samples,
            Consumer<SweepPoint> listener,
            Progress progress,
            CancelToken cancel)
            throws IOException, InferenceException {
        return run(
                plan,
                model,
                source,
                evaluator,
                data,
                samples,
                listener,
                SweepAnswers.ignored(),
                PATIENCE,
                progress,
                cancel);
    }

    /** The same, handing over what the networks answered. */
    public static SweepResult run(
            SweepPlan plan,
            Model model,
            Source source,
            CandidateEvaluator evaluator,
            Dataset data,
            int samples,
            Consumer<SweepPoint> listener,
            SweepAnswers answers,
            Progress progress,
            CancelToken cancel)
            throws IOException, InferenceException {
        return run(plan, model, source, evaluator, data, samples, listener, answers, PATIENCE, progress, cancel);
    }

    /** The same with other patience: seconds that may go by before there is a point, or 0 to measure a part first. */
    static SweepResult run(
            SweepPlan plan,
            Model model,
            Source source,
            CandidateEvaluator evaluator,
            Dataset data,
            int samples,
            Consumer<SweepPoint> listener,
            SweepAnswers answers,
            double patience,
            Progress progress,
            CancelToken cancel)
            throws IOException, InferenceException {
        if (data.labels().isEmpty()) {
            throw new InferenceException(
                    Phrase.of("A sweep measures accuracy, for which %s has no labels.", data.name()));
        }
        int counted = Math.max(1, Math.min(samples, data.size()));
        SweepCandidates candidates = new SweepCandidates(plan, model, source);
        return new SweepRun(plan, model, candidates, evaluator, counted, listener, answers, patience, progress, cancel)
                .run();
    }

    /** Gives what a sweep quantizes. Without a plan it serves sweeps of weights alone. */
    @FunctionalInterface
    public interface Source {
        /** The float weights that a configuration of a layer quantizes. */
        LayerWeights weights(String layer, TensorConfig config, CancelToken cancel) throws IOException;

        /** What a configuration's choices for activations come to on its target. */
        default ActivationPlan plan(QuantConfig config, CancelToken cancel) throws IOException, InferenceException {
            throw new InferenceException(Phrase.of("Nothing is known of the activations of the network."));
        }
    }
}
