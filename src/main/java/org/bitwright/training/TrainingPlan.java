package org.bitwright.training;

import java.util.Optional;
import java.util.OptionalInt;
import org.bitwright.model.Phrase;
import org.bitwright.model.RefusedException;

/**
 * How a run trains, besides the network, its configuration and the data: the same plan on the same of these gives the
 * same numbers, whatever the number of threads.
 *
 * @param epochs passes over the training samples, 1 … {@value #MOST_EPOCHS}
 * @param batch samples a step, 1 … {@value #MOST_SAMPLES}; the last step of an epoch may have fewer
 * @param seed of the order of samples, of augmentation and of stochastic rounding
 * @param weightRanges what becomes of the ranges of weights while they change
 * @param activationRanges the same of activations
 * @param normalization what becomes of batch normalization that is not folded into the layer before it
 * @param distillation soft targets from the float network; empty for labels alone
 * @param gradients how gradients are rounded between backward pass and update; empty for full precision
 * @param pruning which weights become zero for good; empty for none
 * @param validationShare share of the training samples that are held out to choose the best epoch, 0 … 0.5; with 0 the
 *     last epoch is kept
 * @param patience epochs without a better validation result after which the run ends, once pruning is done; empty to run
 *     all
 */
public record TrainingPlan(
        int epochs,
        int batch,
        long seed,
        Optimizer optimizer,
        Schedule schedule,
        RangeRule weightRanges,
        RangeRule activationRanges,
        Normalization normalization,
        Augmentation augmentation,
        Optional<Distillation> distillation,
        Optional<GradientRounding> gradients,
        Optional<Pruning> pruning,
        double validationShare,
        OptionalInt patience) {
    public static final int MOST_EPOCHS = 10_000;
    public static final int MOST_SAMPLES = 4_096;

    public TrainingPlan {
        require(epochs >= 1 && epochs <= MOST_EPOCHS, Phrase.of("epochs are 1 to %s, not %s", MOST_EPOCHS, epochs));
        require(
                batch >= 1 && batch <= MOST_SAMPLES,
                Phrase.of("a batch has 1 to %s samples, not %s", MOST_SAMPLES, batch));
        require(
                validationShare >= 0 && validationShare <= 0.5,
                Phrase.of("the share of samples held out is 0 to 0.5, not %s", validationShare));
        require(patience.isEmpty() || patience.getAsInt() >= 1, Phrase.of("patience is at least one epoch"));
        require(
                pruning.isEmpty() || pruning.get().end() <= epochs,
                Phrase.of(
                        "pruning ends after the last epoch: it needs %s epochs",
                        pruning.map(Pruning::end).orElse(0.0)));
    }

    /** Five epochs of Adam at 0.001, falling to zero along a cosine, ranges that move with the data. */
    public static TrainingPlan usual() {
        return new TrainingPlan(
                5,
                64,
                1,
                Optimizer.adam(),
                new Schedule(Schedule.Course.COSINE, 1e-3, 0, 1, 0.1),
                RangeRule.MOVING,
                RangeRule.MOVING,
                Normalization.FROZEN,
                Augmentation.none(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                0.1,
                OptionalInt.empty());
    }

    /** One that leaves ranges as the configuration has them, to look at gradients without training. */
    public static TrainingPlan standing() {
        TrainingPlan usual = usual();
        return new TrainingPlan(
                1,
                usual.batch,
                usual.seed,
                usual.optimizer,
                usual.schedule,
                RangeRule.FIXED,
                RangeRule.FIXED,
                usual.normalization,
                usual.augmentation,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                usual.validationShare,
                OptionalInt.empty());
    }

    /** The same run over another number of epochs. */
    public TrainingPlan withEpochs(int other) {
        return new TrainingPlan(
                other,
                batch,
                seed,
                optimizer,
                schedule,
                weightRanges,
                activationRanges,
                normalization,
                augmentation,
                distillation,
                gradients,
                pruning,
                validationShare,
                patience);
    }

    /** The same run with gradients rounded otherwise: its twin. */
    public TrainingPlan withGradients(Optional<GradientRounding> other) {
        return new TrainingPlan(
                epochs,
                batch,
                seed,
                optimizer,
                schedule,
                weightRanges,
                activationRanges,
                normalization,
                augmentation,
                distillation,
                other,
                pruning,
                validationShare,
                patience);
    }

    /** The first epoch at whose end all is pruned; the first of all without pruning. */
    int firstPruned() {
        return (int) Math.ceil(pruning.map(Pruning::end).orElse(1.0));
    }

    static void require(boolean fine, Phrase fault) {
        if (!fine) {
            throw new RefusedException(fault);
        }
    }
}
