package org.bitwright.training;

import java.util.List;
import java.util.Optional;

/**
 * What one epoch came to.
 *
 * @param epoch from 1
 * @param rate learning rate of its last step
 * @param loss mean over its samples, each as it was when it was trained on
 * @param correct how many of its samples had the right answer then
 * @param samples number of them
 * @param validation result on the samples held out; empty where there are none
 * @param seconds of training, without validation
 * @param sparsity share of quantized layers' weights that are zero
 * @param gradients of its last step
 */
public record EpochRecord(
        int epoch,
        double rate,
        double loss,
        int correct,
        int samples,
        Optional<Validation.Score> validation,
        double seconds,
        double sparsity,
        List<GradientStatistics> gradients) {
    public EpochRecord {
        gradients = List.copyOf(gradients);
    }

    /** Share of right answers on the training samples. */
    public double accuracy() {
        return samples == 0 ? Double.NaN : (double) correct / samples;
    }

    public double samplesPerSecond() {
        return samples / seconds;
    }
}
