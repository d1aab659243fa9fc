package org.bitwright.training;

import java.util.List;
import org.bitwright.quant.QuantConfig;

/**
 * What a run came to.
 *
 * @param plan of the run
 * @param epochs those that were trained, in order
 * @param best the epoch whose weights are kept, from 1: the one with the best validation accuracy (the earliest of equals,
 *     by loss first) among those at whose end pruning was done, if there are any, or the last where nothing is held out; 0
 *     where none was finished
 * @param config the configuration with the weights and ranges of that epoch; that of the start where there is none
 * @param end why it ended
 */
public record TrainingResult(TrainingPlan plan, List<EpochRecord> epochs, int best, QuantConfig config, End end) {

    /** Why a run ended. */
    public enum End {
        DONE,
        /** The patience of the plan was at its end. */
        STOPPED_EARLY,
        CANCELLED,
        /** A loss or a gradient was no number any more. */
        DIVERGED
    }

    public TrainingResult {
        epochs = List.copyOf(epochs);
    }

    /** Number of the best of a run's epochs so far, by the rule of {@link #best}; 0 of none. */
    public static int best(TrainingPlan plan, List<EpochRecord> epochs) {
        int best = 0;
        for (EpochRecord epoch : epochs) {
            if (best == 0 || isBetter(plan, epoch, epochs.get(best - 1))) {
                best = epoch.epoch();
            }
        }
        return best;
    }

    private static boolean isBetter(TrainingPlan plan, EpochRecord later, EpochRecord earlier) {
        boolean pruned = later.epoch() >= plan.firstPruned() && earlier.epoch() < plan.firstPruned();
        if (pruned || later.validation().isEmpty() || earlier.validation().isEmpty()) {
            return true;
        }
        Validation.Score mine = later.validation().get();
        Validation.Score other = earlier.validation().get();
        return mine.accuracy() > other.accuracy() || mine.accuracy() == other.accuracy() && mine.loss() < other.loss();
    }

    public EpochRecord bestEpoch() {
        return epochs.get(best - 1);
    }
}
