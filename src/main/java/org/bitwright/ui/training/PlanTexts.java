package org.bitwright.ui.training;

import java.util.ArrayList;
import java.util.List;
import org.bitwright.training.Normalization;
import org.bitwright.training.Optimizer;
import org.bitwright.training.Schedule;
import org.bitwright.training.TrainingPlan;
import org.bitwright.ui.common.Numbers;
import org.bitwright.ui.common.Texts;

/** The settings of a run in a line. */
public final class PlanTexts {
    private static final String BETWEEN = " · ";

    private PlanTexts() {}

    /** All settings. */
    public static String line(TrainingPlan plan) {
        List<String> parts = new ArrayList<>();
        parts.add(Texts.get("plan.epochs", Numbers.count(plan.epochs())));
        parts.add(Texts.get(
                "plan.optimizer." + (plan.optimizer() instanceof Optimizer.Sgd ? "SGD" : "ADAM"),
                Numbers.shortText(plan.schedule().rate())));
        parts.add(Texts.get("plan.batch", Numbers.count(plan.batch())));
        parts.add(
                plan.weightRanges() == plan.activationRanges()
                        ? Texts.get("plan.ranges." + plan.weightRanges().name())
                        : Texts.get(
                                "plan.rangesApart",
                                Texts.get("rangeRule." + plan.weightRanges().name()),
                                Texts.get("rangeRule." + plan.activationRanges().name())));
        parts.addAll(more(plan));
        return String.join(BETWEEN, parts);
    }

    /** Those that are not among the first of the form. */
    public static String rest(TrainingPlan plan) {
        return String.join(BETWEEN, more(plan));
    }

    private static List<String> more(TrainingPlan plan) {
        List<String> parts = new ArrayList<>();
        plan.gradients().ifPresent(rounding -> parts.add(Texts.get("plan.gradients", String.valueOf(rounding.bits()))));
        plan.distillation().ifPresent(soft -> parts.add(Texts.get("plan.soft", Numbers.shortText(soft.temperature()))));
        plan.pruning().ifPresent(prune -> parts.add(Texts.get("plan.pruned", percent(prune.sparsity()))));
        if (plan.schedule().course() != Schedule.Course.CONSTANT) {
            parts.add(Texts.get("course." + plan.schedule().course().name()));
        }
        if (plan.schedule().warmup() > 0) {
            parts.add(Texts.get("plan.warmup", Numbers.shortText(plan.schedule().warmup())));
        }
        if (plan.optimizer() instanceof Optimizer.Sgd sgd) {
            parts.add(Texts.get("plan.momentum", Numbers.shortText(sgd.momentum())));
        }
        if (plan.augmentation().shift() > 0) {
            parts.add(Texts.get("plan.shift", Numbers.count(plan.augmentation().shift())));
        }
        if (plan.augmentation().flip()) {
            parts.add(Texts.get("plan.flip"));
        }
        if (plan.normalization() == Normalization.TRAINED) {
            parts.add(Texts.get("plan.normalization"));
        }
        parts.add(Texts.get("plan.heldOut", percent(plan.validationShare())));
        plan.patience().ifPresent(epochs -> parts.add(Texts.get("plan.patience", Numbers.count(epochs))));
        parts.add(Texts.get("plan.seed", String.valueOf(plan.seed())));
        return parts;
    }

    private static String percent(double share) {
        return Numbers.shortText(Math.round(share * 1e6) / 1e4) + " %";
    }
}
