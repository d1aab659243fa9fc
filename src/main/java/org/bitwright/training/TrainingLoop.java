package org.bitwright.training;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.bitwright.model.Phrase;
import org.bitwright.quant.QuantConfig;
import org.bitwright.runtime.session.InferenceException;
import org.bitwright.task.CancelToken;
import org.bitwright.task.Pause;
import org.bitwright.task.Progress;

/** The epochs of one run. Its numbers depend on what it was made of alone. */
final class TrainingLoop {
    private static final String BEST = "best/";

    private final TrainingPlan plan;
    private final QuantConfig start;
    private final TrainingState state;
    private final StepRun steps;
    private final Optional<Validation> validation;
    private final List<EpochRecord> epochs = new ArrayList<>();
    private Map<String, float[]> bestState = Map.of();

    /** @param start configuration that the run began with: its result where no epoch was finished */
    TrainingLoop(
            TrainingPlan plan, QuantConfig start, TrainingState state, StepRun steps, Optional<Validation> validation) {
        this.plan = plan;
        this.start = start;
        this.state = state;
        this.steps = steps;
        this.validation = validation;
    }

    /** Goes on from a checkpoint of the same run. */
    void goOn(Checkpoint from) throws InferenceException {
        if (!from.plan().equals(plan)) {
            throw new InferenceException(Phrase.of("The checkpoint is of a run with another plan."));
        }
        state.restore(from.state(), from.epochs().size());
        steps.restore(from.state());
        bestState = SavedArrays.below(BEST, from.state());
        epochs.addAll(from.epochs());
    }

    TrainingResult run(Pause pause, TrainingListener listener, Progress progress, CancelToken cancel)
            throws IOException, InferenceException {
        return result(epochs(pause, listener, progress, cancel));
    }

    private TrainingResult.End epochs(Pause pause, TrainingListener listener, Progress progress, CancelToken cancel)
            throws IOException, InferenceException {
        try {
            steps.prepare(cancel);
            while (epochs.size() < plan.epochs()) {
                if (patienceIsAtEnd()) {
                    return TrainingResult.End.STOPPED_EARLY;
                }
                if (!epoch(pause, listener, progress, cancel)) {
                    return TrainingResult.End.DIVERGED;
                }
            }
            return TrainingResult.End.DONE;
        } catch (CancellationException e) {
            return TrainingResult.End.CANCELLED;
        }
    }

    /** False where the run diverged. */
    private boolean epoch(Pause pause, TrainingListener listener, Progress progress, CancelToken cancel)
            throws IOException, InferenceException {
        int number = epochs.size() + 1;
        Optional<StepRun.Trained> trained = steps.epoch(number, pause, listener, progress, cancel);
        if (trained.isEmpty()) {
            return false;
        }
        state.settle(number);
        Optional<Validation.Score> score = Optional.empty();
        if (validation.isPresent()) {
            score = Optional.of(steps.untimed(() -> validation.get().measure(state.config(), cancel)));
        }
        EpochRecord record = trained.get().record(number, score, state.sparsity());
        epochs.add(record);
        if (best() == number) {
            bestState = state.save();
        }
        listener.epoch(record, checkpoint());
        return true;
    }

    private boolean patienceIsAtEnd() {
        return plan.patience().isPresent()
                && validation.isPresent()
                && epochs.size() >= plan.firstPruned()
                && epochs.size() - best() >= plan.patience().getAsInt();
    }

    private int best() {
        return TrainingResult.best(plan, epochs);
    }

    private Checkpoint checkpoint() {
        Map<String, float[]> saved = state.save();
        saved.putAll(steps.save());
        saved.putAll(SavedArrays.under(BEST, bestState));
        return new Checkpoint(plan, epochs, saved);
    }

    private TrainingResult result(TrainingResult.End end) throws InferenceException {
        int best = best();
        if (best == 0) {
            return new TrainingResult(plan, epochs, best, start, end);
        }
        state.restore(bestState, best);
        return new TrainingResult(plan, epochs, best, state.config(), end);
    }
}
