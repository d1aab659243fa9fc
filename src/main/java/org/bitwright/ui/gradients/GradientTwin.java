package org.bitwright.ui.gradients;

import java.util.List;
import java.util.Optional;
import org.bitwright.analysis.Accuracy;
import org.bitwright.export.GradientWidth;
import org.bitwright.training.EpochRecord;
import org.bitwright.training.GradientRounding;
import org.bitwright.training.Validation;

/**
 * One of several runs that differ in nothing but how their gradients are rounded.
 *
 * @param run its name
 * @param rounding empty for full precision
 * @param epochs those that are done
 * @param best the epoch whose weights are kept, from 1; 0 where none is done yet
 * @param complete whether the run came to its end
 * @param evaluated what its result reaches on the evaluation data, where that is measured
 */
public record GradientTwin(
        String run,
        Optional<GradientRounding> rounding,
        List<EpochRecord> epochs,
        int best,
        boolean complete,
        Optional<Accuracy> evaluated) {
    public GradientTwin {
        epochs = List.copyOf(epochs);
    }

    /** What it reached by a measure; empty where that is not known. */
    Optional<GradientWidth> width(WidthMeasure measure) {
        int epoch = measure == WidthMeasure.LAST ? epochs.size() : best;
        Optional<Accuracy> accuracy = measure == WidthMeasure.EVALUATED ? evaluated : heldOut(epoch);
        double seconds = epochs.stream().mapToDouble(EpochRecord::seconds).sum();
        return accuracy.filter(known -> known.samples() > 0)
                .map(known -> new GradientWidth(run, rounding, known, epoch, epochs.size(), seconds, complete));
    }

    private Optional<Accuracy> heldOut(int epoch) {
        return epoch < 1 || epoch > epochs.size()
                ? Optional.empty()
                : epochs.get(epoch - 1).validation().map(GradientTwin::accuracy);
    }

    private static Accuracy accuracy(Validation.Score score) {
        return new Accuracy(score.correct(), score.samples());
    }
}
