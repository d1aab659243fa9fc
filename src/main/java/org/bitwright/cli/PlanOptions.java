package org.bitwright.cli;

import java.util.Optional;
import java.util.OptionalInt;
import org.bitwright.model.Model;
import org.bitwright.training.Augmentation;
import org.bitwright.training.Distillation;
import org.bitwright.training.Normalization;
import org.bitwright.training.Optimizer;
import org.bitwright.training.RangeRule;
import org.bitwright.training.Schedule;
import org.bitwright.training.TrainingPlan;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How is trained. What is not said is as {@link TrainingPlan#usual}. */
final class PlanOptions {
    private static final double SGD_RATE = 0.01;
    private static final double SGD_MOMENTUM = 0.9;

    @Option(names = "--epochs", paramLabel = "N", description = "Passes over the training samples (default: 5).")
    private Optional<Integer> epochs = Optional.empty();

    @Option(names = "--batch", paramLabel = "N", description = "Samples a step (default: 64).")
    private Optional<Integer> batch = Optional.empty();

    @Option(
            names = "--optimizer",
            paramLabel = "sgd|adam",
            description = "How gradients change weights (default: adam).")
    private Rule optimizer = Rule.ADAM;

    @Option(
            names = "--rate",
            paramLabel = "F",
            description = "Greatest learning rate (default: 0.001 for adam, 0.01 for sgd).")
    private Optional<Double> rate = Optional.empty();

    @Option(names = "--momentum", paramLabel = "F", description = "Momentum of sgd (default: 0.9).")
    private Optional<Double> momentum = Optional.empty();

    @Option(
            names = "--weight-decay",
            paramLabel = "F",
            description = "Pull of weights to zero, as in PyTorch (default: 0).")
    private double weightDecay;

    @Option(
            names = "--schedule",
            paramLabel = "COURSE",
            converter = ScheduleOption.Converter.class,
            description = "The rate over the run: constant, cosine, linear, step:EPOCHS[:FACTOR] (default: cosine).")
    private Optional<ScheduleOption> schedule = Optional.empty();

    @Option(
            names = "--warmup",
            paramLabel = "EPOCHS",
            description = "Epochs in which the rate rises from 0, whole or not (default: 0).")
    private double warmup;

    @Option(
            names = "--ranges",
            paramLabel = "RULE",
            description = "Ranges of weights: fixed, moving with the weights, learned by gradient (default: moving).")
    private Optional<RangeRule> ranges = Optional.empty();

    @Option(
            names = "--activation-ranges",
            paramLabel = "RULE",
            description = "Ranges of activations: fixed, moving with the data, learned by gradient (default: moving).")
    private Optional<RangeRule> activationRanges = Optional.empty();

    @Option(
            names = "--normalization",
            paramLabel = "frozen|trained",
            description = "Batch normalization that the network has kept: as in inference, or by the batch (default:"
                    + " frozen).")
    private Optional<Normalization> normalization = Optional.empty();

    @Option(names = "--shift", paramLabel = "N", description = "Move images at random by up to N pixels (default: 0).")
    private int shift;

    @Option(names = "--flip", description = "Mirror half of the images left to right.")
    private boolean flip;

    @Option(
            names = "--distill",
            paramLabel = "T[:SHARE]",
            converter = DistillationOption.class,
            description = "Learn from the float network's outputs at temperature T too, with this share of the loss"
                    + " (default share: 0.5; with 1 no labels are needed).")
    private Optional<Distillation> distillation = Optional.empty();

    @Option(
            names = "--validation",
            paramLabel = "P%",
            converter = ShareOption.class,
            description = "Share of the training samples held out to choose the best epoch, 0%% to 50%%; with 0%% the"
                    + " last is kept (default: 10%%).")
    private Optional<Double> validation = Optional.empty();

    @Option(
            names = "--patience",
            paramLabel = "N",
            description = "End after N epochs without a better validation (default: run all).")
    private Optional<Integer> patience = Optional.empty();

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "Seed of all that is drawn at random: the same gives the same run (default: 1).")
    private Optional<Long> seed = Optional.empty();

    @Mixin
    private final PruningOptions pruning = new PruningOptions();

    @Mixin
    private final GradientOptions gradients = new GradientOptions();

    /** The optimizers by their names here. */
    private enum Rule {
        SGD,
        ADAM
    }

    GradientOptions gradients() {
        return gradients;
    }

    /** The plan that the options ask for. */
    TrainingPlan plan(Model model, WorkCommand command) {
        if (optimizer == Rule.ADAM && momentum.isPresent()) {
            throw command.usage("--momentum is sgd's; adam has its own");
        }
        TrainingPlan usual = TrainingPlan.usual();
        int passes = epochs.orElse(usual.epochs());
        try {
            return new TrainingPlan(
                    passes,
                    batch.orElse(usual.batch()),
                    seed.orElse(usual.seed()),
                    chosenOptimizer(),
                    schedule(usual.schedule()),
                    ranges.orElse(usual.weightRanges()),
                    activationRanges.orElse(usual.activationRanges()),
                    normalization.orElse(usual.normalization()),
                    new Augmentation(shift, flip),
                    distillation,
                    gradients.rounding(command),
                    pruning.pruning(model, passes, command),
                    validation.orElse(usual.validationShare()),
                    patience.map(OptionalInt::of).orElse(OptionalInt.empty()));
        } catch (IllegalArgumentException e) {
            throw command.usage(String.valueOf(e.getMessage()));
        }
    }

    private Optimizer chosenOptimizer() {
        if (optimizer == Rule.SGD) {
            return new Optimizer.Sgd(momentum.orElse(SGD_MOMENTUM), weightDecay);
        }
        Optimizer.Adam adam = (Optimizer.Adam) Optimizer.adam();
        return new Optimizer.Adam(adam.beta1(), adam.beta2(), adam.epsilon(), weightDecay);
    }

    private Schedule schedule(Schedule usual) {
        double greatest = rate.orElse(optimizer == Rule.SGD ? SGD_RATE : usual.rate());
        return schedule.orElse(new ScheduleOption(usual.course(), usual.stepEpochs(), usual.stepFactor()))
                .schedule(greatest, warmup);
    }
}
