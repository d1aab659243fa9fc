package org.bitwright.training;

import java.util.List;

/**
 * Where a run is.
 *
 * @param epoch the present one, from 1
 * @param step of the epoch, from 1
 * @param steps of an epoch
 * @param loss mean over the last steps of this epoch
 * @param accuracy the same of right answers
 * @param rate learning rate
 * @param samplesPerSecond over the last seconds
 * @param secondsLeft of the whole run at this pace
 * @param gradients of this step; empty where it was not looked at (a few steps a second are)
 */
public record StepReport(
        int epoch,
        int step,
        int steps,
        double loss,
        double accuracy,
        double rate,
        double samplesPerSecond,
        double secondsLeft,
        List<GradientStatistics> gradients) {
    public StepReport {
        gradients = List.copyOf(gradients);
    }
}
