package org.bitwright.optimize;

/**
 * How rounding is learned. The defaults were found on the sample models.
 *
 * @param iterations steps of Adam
 * @param batch rows a step
 * @param learningRate of Adam
 * @param pressure weight of the term that drives every entry to one of its two levels, against a reconstruction error
 *     that is measured in units of what rounding one entry at random costs: it means the same for any layer
 * @param warmUp share of the steps without that term
 * @param firstSharpness exponent β of the term at first; it falls to {@code lastSharpness} along a cosine
 */
public record LearnedRoundingOptions(
        int iterations,
        int batch,
        double learningRate,
        double pressure,
        double warmUp,
        double firstSharpness,
        double lastSharpness) {

    public static LearnedRoundingOptions defaults() {
        return new LearnedRoundingOptions(2000, 256, 0.01, 1, 0.2, 20, 2);
    }

    public LearnedRoundingOptions withIterations(int other) {
        return new LearnedRoundingOptions(other, batch, learningRate, pressure, warmUp, firstSharpness, lastSharpness);
    }

    /** β at a step; empty pressure (0) while warming up. */
    double sharpness(int iteration) {
        double start = warmUp * iterations;
        double share = Math.max(0, (iteration - start) / Math.max(1, iterations - start));
        return lastSharpness + 0.5 * (firstSharpness - lastSharpness) * (1 + Math.cos(Math.PI * share));
    }

    double pressure(int iteration) {
        return iteration < warmUp * iterations ? 0 : pressure;
    }
}
