package org.bitwright.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.bitwright.training.Optimizer;
import org.bitwright.training.Schedule;
import org.bitwright.training.TrainingPlan;

/** How a run trains. */
record PlanReport(TrainingPlan plan) {

    /** In a line. */
    String text() {
        List<String> parts = new ArrayList<>();
        parts.add(plan.epochs() + (plan.epochs() == 1 ? " epoch" : " epochs") + " in batches of " + plan.batch());
        parts.add(optimizer() + ", rate " + plain(plan.schedule().rate()) + " " + course());
        parts.add("ranges " + word(plan.weightRanges()) + " (weights), " + word(plan.activationRanges())
                + " (activations)");
        plan.gradients()
                .ifPresent(gradients -> parts.add("gradients " + gradients.bits() + " bits, rounded "
                        + (gradients.stochastic() ? "at random" : "to nearest")
                        + (gradients.errorFeedback() ? ", with error feedback" : "")));
        plan.distillation()
                .ifPresent(soft -> parts.add(
                        "soft targets at temperature " + plain(soft.temperature()) + ", share " + plain(soft.share())));
        plan.pruning().ifPresent(pruning -> parts.add(plain(100 * pruning.sparsity()) + " %" + " pruned"));
        parts.add(plain(100 * plan.validationShare()) + " %" + " held out");
        parts.add("seed " + plan.seed());
        return String.join("; ", parts);
    }

    private String optimizer() {
        return plan.optimizer() instanceof Optimizer.Sgd sgd ? "SGD with momentum " + plain(sgd.momentum()) : "Adam";
    }

    private String course() {
        Schedule schedule = plan.schedule();
        return switch (schedule.course()) {
            case STEP -> "× " + plain(schedule.stepFactor()) + " every " + schedule.stepEpochs() + " epochs";
            default -> word(schedule.course());
        };
    }

    ObjectNode json() {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("epochs", plan.epochs()).put("batch", plan.batch()).put("seed", plan.seed());
        if (plan.optimizer() instanceof Optimizer.Sgd sgd) {
            node.put("optimizer", "sgd").put("momentum", sgd.momentum());
        } else {
            node.put("optimizer", "adam");
        }
        node.put("weight_decay", plan.optimizer().weightDecay());
        node.put("rate", plan.schedule().rate());
        node.put("schedule", word(plan.schedule().course()));
        node.put("warmup", plan.schedule().warmup());
        node.put("ranges", word(plan.weightRanges()));
        node.put("activation_ranges", word(plan.activationRanges()));
        node.put("normalization", word(plan.normalization()));
        node.put("shift", plan.augmentation().shift())
                .put("flip", plan.augmentation().flip());
        plan.gradients().ifPresent(gradients -> node.put("gradient_bits", gradients.bits())
                .put("gradient_rounding", gradients.stochastic() ? "stochastic" : "nearest")
                .put("error_feedback", gradients.errorFeedback()));
        plan.distillation()
                .ifPresent(soft -> node.put("temperature", soft.temperature()).put("soft_share", soft.share()));
        plan.pruning().ifPresent(pruning -> node.put("sparsity", pruning.sparsity())
                .put("prune_begin", pruning.begin())
                .put("prune_end", pruning.end()));
        node.put("validation", plan.validationShare());
        plan.patience().ifPresent(patience -> node.put("patience", patience));
        return node;
    }

    /** As it was typed. */
    private static String plain(double value) {
        return value == 0
                ? "0"
                : BigDecimal.valueOf(value)
                        .round(new MathContext(9))
                        .stripTrailingZeros()
                        .toPlainString();
    }

    private static String word(Enum<?> choice) {
        return choice.name().toLowerCase(Locale.ROOT);
    }
}
