package org.bitwright.training;

import java.io.IOException;
import java.util.Optional;
import org.bitwright.runtime.InferenceException;
import org.bitwright.task.CancelToken;
import org.bitwright.task.Pause;
import org.bitwright.task.Progress;

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
        throw new InferenceException("Training has no differentiable network yet.");
    }
}
