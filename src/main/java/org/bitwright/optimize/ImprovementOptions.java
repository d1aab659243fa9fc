package org.bitwright.optimize;

/**
 * How weights are improved. The defaults were found on the sample models.
 *
 * @param samples calibration samples at most, from the start
 * @param rows rows of a layer at most that rounding is learned on, or the Hessian is made of
 * @param seed of the positions that rows are taken from
 * @param learning how rounding is learned
 * @param damping share of the Hessian's mean diagonal that error feedback adds to it
 * @param heaviestFirst whether error feedback takes the inputs with the largest squares first
 */
public record ImprovementOptions(
        int samples, int rows, long seed, LearnedRoundingOptions learning, double damping, boolean heaviestFirst) {

    public static ImprovementOptions defaults() {
        return new ImprovementOptions(1024, 16_384, 1, LearnedRoundingOptions.defaults(), 0.01, false);
    }

    public ImprovementOptions withSeed(long other) {
        return new ImprovementOptions(samples, rows, other, learning, damping, heaviestFirst);
    }

    public ImprovementOptions withSamples(int other) {
        return new ImprovementOptions(other, rows, seed, learning, damping, heaviestFirst);
    }

    public ImprovementOptions withRows(int other) {
        return new ImprovementOptions(samples, other, seed, learning, damping, heaviestFirst);
    }

    public ImprovementOptions withLearning(LearnedRoundingOptions other) {
        return new ImprovementOptions(samples, rows, seed, other, damping, heaviestFirst);
    }
}
