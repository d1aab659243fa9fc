package org.bitwright.ui.training;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import javafx.beans.Observable;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import org.bitwright.training.Augmentation;
import org.bitwright.training.Normalization;
import org.bitwright.training.RangeRule;
import org.bitwright.training.TrainingPlan;

/** The settings of a run as they are typed and chosen; a plan once each of them can be what it is. */
public final class PlanInput {
    private static final long LARGEST_SEED = 1L << 53;

    final NumberInput epochs = NumberInput.whole(1, TrainingPlan.MOST_EPOCHS);
    final NumberInput batch = NumberInput.whole(1, TrainingPlan.MOST_SAMPLES);
    final ObjectProperty<RangeRule> weightRanges = new SimpleObjectProperty<>(RangeRule.MOVING);
    final ObjectProperty<RangeRule> activationRanges = new SimpleObjectProperty<>(RangeRule.MOVING);
    final OptimizerInput optimizer;
    final ScheduleInput schedule;
    final DistillationInput distillation;
    final GradientInput gradients;
    final PruningInput pruning;
    /** Per cent of the samples. */
    final NumberInput heldOut = NumberInput.range(0, 50);

    final NumberInput patience = NumberInput.optionalWhole(1, TrainingPlan.MOST_EPOCHS);
    final NumberInput seed = NumberInput.whole(-LARGEST_SEED, LARGEST_SEED);
    final NumberInput shift = NumberInput.whole(0, 64);
    final BooleanProperty flip = new SimpleBooleanProperty();
    final ObjectProperty<Normalization> normalization = new SimpleObjectProperty<>(Normalization.FROZEN);

    /**
     * @param plan what is shown at first
     * @param layers names of all layers of the network
     */
    public PlanInput(TrainingPlan plan, List<String> layers) {
        epochs.set(plan.epochs());
        batch.set(plan.batch());
        weightRanges.set(plan.weightRanges());
        activationRanges.set(plan.activationRanges());
        optimizer = new OptimizerInput(plan.optimizer());
        schedule = new ScheduleInput(plan.schedule());
        distillation = new DistillationInput(plan.distillation());
        gradients = new GradientInput(plan.gradients());
        pruning = new PruningInput(plan.pruning(), epochs, layers);
        heldOut.setShare(plan.validationShare());
        plan.patience().ifPresentOrElse(patience::set, patience::clear);
        seed.set(plan.seed());
        shift.set(plan.augmentation().shift());
        flip.set(plan.augmentation().flip());
        normalization.set(plan.normalization());
    }

    /** Everything that changes the plan. */
    public List<Observable> watched() {
        List<Observable> watched = new ArrayList<>(List.of(weightRanges, activationRanges, flip, normalization));
        own().forEach(input -> watched.add(input.textProperty()));
        groups().forEach(group -> watched.addAll(group.watched()));
        return watched;
    }

    private List<NumberInput> own() {
        return List.of(epochs, batch, heldOut, patience, seed, shift);
    }

    private List<InputGroup> groups() {
        return List.of(optimizer, schedule, distillation, gradients, pruning);
    }

    private Stream<NumberInput> counting() {
        return Stream.concat(own().stream(), groups().stream().flatMap(group -> group.counting().stream()));
    }

    /** Whether a field that counts, and is not among the first ones, is wrong. */
    boolean isMoreWrong() {
        return pruning.fault().isPresent()
                || counting()
                        .filter(input -> input != epochs && input != batch && input != schedule.rate)
                        .anyMatch(input -> input.fault().isPresent());
    }

    /** Empty while something cannot be what it is. */
    public Optional<TrainingPlan> plan() {
        boolean wrong = counting().anyMatch(input -> input.fault().isPresent());
        return wrong || pruning.fault().isPresent() ? Optional.empty() : Optional.of(made());
    }

    private TrainingPlan made() {
        return new TrainingPlan(
                epochs.integer(),
                batch.integer(),
                (long) seed.number(),
                optimizer.optimizer(),
                schedule.schedule(),
                weightRanges.get(),
                activationRanges.get(),
                normalization.get(),
                new Augmentation(shift.integer(), flip.get()),
                distillation.distillation(),
                gradients.rounding(),
                pruning.pruning(),
                heldOut.share(),
                patience.isLeftOut() ? OptionalInt.empty() : OptionalInt.of(patience.integer()));
    }
}
