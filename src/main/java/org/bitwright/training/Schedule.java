package org.bitwright.training;

import org.bitwright.model.Phrase;

/**
 * The learning rate over a run. It rises linearly through the warm-up, then follows its course.
 *
 * @param rate the greatest learning rate, above 0
 * @param warmup epochs of the warm-up, 0 or more, whole or not
 * @param stepEpochs epochs between two steps of {@link Course#STEP}, at least 1
 * @param stepFactor what the rate is multiplied by at each, above 0, at most 1
 */
public record Schedule(Course course, double rate, double warmup, int stepEpochs, double stepFactor) {

    /** How the rate goes on after the warm-up. */
    public enum Course {
        CONSTANT,
        /** Falls by a factor every few epochs. */
        STEP,
        /** Falls to 0 along half a cosine (Loshchilov, Hutter 2017, without restarts). */
        COSINE,
        /** Falls to 0 along a line. */
        LINEAR
    }

    public Schedule {
        TrainingPlan.require(
                rate > 0 && rate <= 100, Phrase.of("the learning rate is above 0 and at most 100, not %s", rate));
        TrainingPlan.require(warmup >= 0, Phrase.of("warm-up is at least 0 epochs, not %s", warmup));
        TrainingPlan.require(stepEpochs >= 1, Phrase.of("steps of the learning rate are at least one epoch apart"));
        TrainingPlan.require(stepFactor > 0 && stepFactor <= 1, Phrase.of("the factor is above 0 and at most 1"));
    }

    public static Schedule constant(double rate) {
        return new Schedule(Course.CONSTANT, rate, 0, 1, 1);
    }

    /**
     * The rate of a step.
     *
     * @param epoch epochs done, with the part of the present one
     * @param epochs of the whole run
     */
    public double at(double epoch, int epochs) {
        if (epoch < warmup) {
            return rate * epoch / warmup;
        }
        double done = epochs > warmup ? (epoch - warmup) / (epochs - warmup) : 1;
        return switch (course) {
            case CONSTANT -> rate;
            case STEP -> rate * Math.pow(stepFactor, Math.floor(epoch / stepEpochs));
            case COSINE -> rate * (1 + Math.cos(Math.PI * done)) / 2;
            case LINEAR -> rate * (1 - done);
        };
    }
}
