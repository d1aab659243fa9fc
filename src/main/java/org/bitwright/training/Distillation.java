package org.bitwright.training;

import org.bitwright.model.Phrase;

/**
 * Soft targets from the float network (Hinton, Vinyals, Dean 2015): the loss is {@code (1 − share)·CE(labels) +
 * share·T²·KL(teacher at T ‖ student at T)}.
 *
 * @param temperature T, above 0
 * @param share of the soft targets in the loss, above 0, at most 1
 */
public record Distillation(double temperature, double share) {
    public Distillation {
        TrainingPlan.require(
                temperature > 0 && temperature <= 100, Phrase.of("temperature is above 0 and at most 100"));
        TrainingPlan.require(share > 0 && share <= 1, Phrase.of("the share of soft targets is above 0 and at most 1"));
    }
}
