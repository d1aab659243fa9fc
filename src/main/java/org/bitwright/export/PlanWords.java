package org.bitwright.export;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.bitwright.training.Augmentation;
import org.bitwright.training.GradientRounding;
import org.bitwright.training.Normalization;
import org.bitwright.training.Optimizer;
import org.bitwright.training.Pruning;
import org.bitwright.training.RangeRule;
import org.bitwright.training.Schedule;
import org.bitwright.training.TrainingPlan;

/** How a run trains, in English: for the command line and reports. */
public final class PlanWords {
    private PlanWords() {}

    /** Every setting by its name; those that do nothing are left out. */
    public static Map<String, String> of(TrainingPlan plan) {
        Map<String, String> words = new LinkedHashMap<>();
        words.put("Epochs", String.valueOf(plan.epochs()));
        words.put("Batch", String.valueOf(plan.batch()));
        words.put("Optimizer", optimizer(plan.optimizer()));
        words.put("Learning rate", schedule(plan.schedule()));
        words.put("Ranges of weights", ranges(plan.weightRanges()));
        words.put("Ranges of activations", ranges(plan.activationRanges()));
        if (plan.normalization() == Normalization.TRAINED) {
            words.put("Batch normalization", "trained");
        }
        if (!plan.augmentation().isNone()) {
            words.put("Augmentation", augmentation(plan.augmentation()));
        }
        plan.distillation()
                .ifPresent(soft -> words.put(
                        "Soft targets",
                        "of the float network at temperature " + plain(soft.temperature()) + ", "
                                + percent(soft.share()) + " of the loss"));
        words.put("Gradients", plan.gradients().map(PlanWords::rounding).orElse("full precision"));
        plan.pruning().ifPresent(pruning -> words.put("Pruning", pruning(pruning)));
        words.put(
                "Held out for validation",
                plan.validationShare() == 0 ? "nothing" : percent(plan.validationShare()) + " of the training samples");
        plan.patience().ifPresent(epochs -> words.put("Patience", counted(epochs, "epoch")));
        words.put("Seed", String.valueOf(plan.seed()));
        return words;
    }

    private static String optimizer(Optimizer optimizer) {
        String decay = optimizer.weightDecay() == 0 ? "" : ", weight decay " + plain(optimizer.weightDecay());
        if (optimizer instanceof Optimizer.Sgd sgd) {
            return "SGD, momentum " + plain(sgd.momentum()) + decay;
        }
        Optimizer.Adam adam = (Optimizer.Adam) optimizer;
        return "Adam, beta " + plain(adam.beta1()) + " and " + plain(adam.beta2()) + decay;
    }

    private static String schedule(Schedule schedule) {
        String course =
                switch (schedule.course()) {
                    case CONSTANT -> "constant";
                    case STEP ->
                        "times " + plain(schedule.stepFactor()) + " every " + counted(schedule.stepEpochs(), "epoch");
                    case COSINE -> "falls to 0 along a cosine";
                    case LINEAR -> "falls to 0 along a line";
                };
        String warmup = schedule.warmup() == 0 ? "" : ", warm-up " + plain(schedule.warmup()) + " epochs";
        return plain(schedule.rate()) + ", " + course + warmup;
    }

    private static String ranges(RangeRule rule) {
        return switch (rule) {
            case FIXED -> "fixed";
            case MOVING -> "move with the values";
            case LEARNED -> "learned (LSQ)";
        };
    }

    private static String augmentation(Augmentation augmentation) {
        String shift = augmentation.shift() == 0 ? "" : "shifts by up to " + counted(augmentation.shift(), "pixel");
        return augmentation.flip() ? shift.isEmpty() ? "mirrored at random" : shift + ", mirrored at random" : shift;
    }

    /** How gradients are rounded, such as {@code 8 bits, stochastic}. */
    public static String rounding(GradientRounding rounding) {
        return rounding.bits() + " bits, " + (rounding.stochastic() ? "stochastic" : "to nearest")
                + (rounding.errorFeedback() ? ", error feedback" : "");
    }

    private static String pruning(Pruning pruning) {
        String others = pruning.layers().entrySet().stream()
                .map(layer -> ", '" + layer.getKey() + "' " + percent(layer.getValue()))
                .collect(Collectors.joining());
        return percent(pruning.sparsity()) + " of each layer's weights become 0" + others + ", from epoch "
                + plain(pruning.begin()) + " to " + plain(pruning.end());
    }

    private static String counted(int count, String what) {
        return count + " " + what + (count == 1 ? "" : "s");
    }

    private static String percent(double share) {
        return plain(Math.round(share * 1e6) / 1e4) + " %";
    }

    private static String plain(double value) {
        return new BigDecimal(String.valueOf((float) value))
                .stripTrailingZeros()
                .toPlainString();
    }
}
