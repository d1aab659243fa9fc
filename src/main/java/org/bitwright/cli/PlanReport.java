package org.bitwright.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import java.util.stream.Collectors;
import org.bitwright.export.PlanWords;
import org.bitwright.training.Optimizer;
import org.bitwright.training.Schedule;
import org.bitwright.training.TrainingPlan;

/** How a run trains. */
record PlanReport(TrainingPlan plan) {

    /** A line a setting. */
    String text() {
        return PlanWords.of(plan).entrySet().stream()
                .map(setting -> String.format("  %-24s %s", setting.getKey(), setting.getValue()))
                .collect(Collectors.joining(System.lineSeparator()));
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
        if (plan.schedule().course() == Schedule.Course.STEP) {
            node.put("step_epochs", plan.schedule().stepEpochs())
                    .put("step_factor", plan.schedule().stepFactor());
        }
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
        plan.pruning().ifPresent(pruning -> {
            node.put("sparsity", pruning.sparsity())
                    .put("prune_begin", pruning.begin())
                    .put("prune_end", pruning.end());
            if (!pruning.layers().isEmpty()) {
                ObjectNode layers = node.putObject("layer_sparsity");
                pruning.layers().forEach(layers::put);
            }
        });
        node.put("validation", plan.validationShare());
        plan.patience().ifPresent(patience -> node.put("patience", patience));
        return node;
    }

    private static String word(Enum<?> choice) {
        return choice.name().toLowerCase(Locale.ROOT);
    }
}
