package org.bitwright.runtime;

/**
 * What a network did on samples {@code first} … {@code first + predictions.length − 1} of a data set.
 *
 * @param predictions arg-max class of each sample (the lowest index among equals; −1 where an output is NaN)
 * @param correct samples whose prediction equals the label; −1 where the data have no labels
 * @param outputs the first output of every sample, row-major, where they were asked for; else empty
 * @param seconds wall time of inference, with session creation
 */
public record Evaluation(int first, int[] predictions, long correct, float[] outputs, double seconds) {
    public int samples() {
        return predictions.length;
    }
}
