package org.bitwright.training;

import java.util.List;
import org.bitwright.quant.QuantConfig;

/**
 * What a run came to.
 *
 * @param plan of the run
 * @param epochs those that were trained, in order
 * @param best the epoch whose weights are kept, from 1: the one with the best validation accuracy (the earliest of equals,
 *     by loss first), or the last where nothing is held out; 0 where none was finished
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

    public EpochRecord bestEpoch() {
        return epochs.get(best - 1);
    }
}
