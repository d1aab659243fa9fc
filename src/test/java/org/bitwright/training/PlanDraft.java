package org.bitwright.training;

import java.util.Optional;
import java.util.OptionalInt;

/** A plan for tests, of which only what matters is said: {@code PlanDraft.of(epochs, batch, optimizer, rate).patience(2).plan()}. */
final class PlanDraft {
    private final int epochs;
    private final int batch;
    private final Optimizer optimizer;
    private long seed = 1;
    private Schedule schedule;
    private RangeRule weightRanges = RangeRule.MOVING;
    private RangeRule activationRanges = RangeRule.MOVING;
    private Normalization normalization = Normalization.FROZEN;
    private Augmentation augmentation = Augmentation.none();
    private Optional<Distillation> distillation = Optional.empty();
    private Optional<GradientRounding> gradients = Optional.empty();
    private Optional<Pruning> pruning = Optional.empty();
    private OptionalInt patience = OptionalInt.empty();

    private PlanDraft(int epochs, int batch, Optimizer optimizer, double rate) {
        this.epochs = epochs;
        this.batch = batch;
        this.optimizer = optimizer;
        this.schedule = Schedule.constant(rate);
    }

    /** At a constant rate, nothing else chosen. */
    static PlanDraft of(int epochs, int batch, Optimizer optimizer, double rate) {
        return new PlanDraft(epochs, batch, optimizer, rate);
    }

    PlanDraft seed(long other) {
        seed = other;
        return this;
    }

    PlanDraft schedule(Schedule other) {
        schedule = other;
        return this;
    }

    PlanDraft weightRanges(RangeRule rule) {
        weightRanges = rule;
        return this;
    }

    PlanDraft activationRanges(RangeRule rule) {
        activationRanges = rule;
        return this;
    }

    PlanDraft normalization(Normalization other) {
        normalization = other;
        return this;
    }

    PlanDraft augmentation(int shift, boolean flip) {
        augmentation = new Augmentation(shift, flip);
        return this;
    }

    PlanDraft distillation(double temperature, double share) {
        distillation = Optional.of(new Distillation(temperature, share));
        return this;
    }

    PlanDraft gradients(int bits, boolean stochastic, boolean errorFeedback) {
        gradients = Optional.of(new GradientRounding(bits, stochastic, errorFeedback));
        return this;
    }

    PlanDraft pruning(Pruning wanted) {
        pruning = Optional.of(wanted);
        return this;
    }

    PlanDraft patience(int wanted) {
        patience = OptionalInt.of(wanted);
        return this;
    }

    TrainingPlan plan() {
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
                gradients,
                pruning,
                0,
                patience);
    }
}
