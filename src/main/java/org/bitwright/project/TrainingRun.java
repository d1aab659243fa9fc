package org.bitwright.project;

import java.util.List;
import java.util.Optional;
import org.bitwright.analysis.DataPart;
import org.bitwright.analysis.PairedTest;
import org.bitwright.model.Phrase;
import org.bitwright.quant.QuantConfig;
import org.bitwright.training.EpochRecord;
import org.bitwright.training.TrainingPlan;

/**
 * A run of training as it stands: a snapshot.
 *
 * @param name that the user gave it, unique among the runs of a project
 * @param comparison what it and its twins are called together; empty for a run of its own
 * @param plan settings
 * @param start the configuration that it began with
 * @param data name of the training data
 * @param samples number of training samples, those that are held out among them
 * @param small whether these are the few samples that are there for calibration
 * @param epochs those that are done, in order; histograms of gradients are kept of the first, the best and the last
 * @param best the epoch whose weights are kept, from 1; 0 before the first is done
 * @param resumable whether {@link Training#resume} can go on after the last epoch
 * @param caution what the user should know of its files, a whole sentence, such as that a checkpoint could not be written
 * @param result the start with the weights and ranges of the best epoch; empty until the run ends
 * @param before the start on the present evaluation data, where it was measured
 * @param after the result on the same
 * @param floating the float network on the same
 */
public record TrainingRun(
        String name,
        Optional<String> comparison,
        TrainingPlan plan,
        QuantConfig start,
        String data,
        int samples,
        boolean small,
        List<EpochRecord> epochs,
        int best,
        State state,
        boolean resumable,
        Optional<Phrase> caution,
        Optional<QuantConfig> result,
        Optional<Measurement> before,
        Optional<Measurement> after,
        Optional<Measurement> floating) {

    /** How a run stands. */
    public enum State {
        RUNNING,
        /** All epochs are done. */
        DONE,
        /** The patience of the plan was at its end. */
        STOPPED_EARLY,
        /** The user ended it; what was reached is kept. */
        CANCELLED,
        /** A loss or a gradient was no number any more; the best epoch before is kept. */
        DIVERGED,
        /** The program ended, or something failed, while it ran. */
        INTERRUPTED;

        /** Whether the run went to an end of its own. */
        public boolean isFinal() {
            return this == DONE || this == STOPPED_EARLY || this == DIVERGED;
        }
    }

    public TrainingRun {
        epochs = List.copyOf(epochs);
    }

    /** What the user should know of its files, in English. */
    public Optional<String> warning() {
        return caution.map(Phrase::toString);
    }

    public Optional<EpochRecord> bestEpoch() {
        return best >= 1 && best <= epochs.size() ? Optional.of(epochs.get(best - 1)) : Optional.empty();
    }

    /** The result beside the start on the same evaluation samples. */
    public Optional<PairedTest> gain() {
        return before.flatMap(one -> after.flatMap(other -> one.against(other, DataPart.ALL)));
    }

    /** The result beside the float network on the same evaluation samples. */
    public Optional<PairedTest> againstFloat() {
        return floating.flatMap(one -> after.flatMap(other -> one.against(other, DataPart.ALL)));
    }
}
