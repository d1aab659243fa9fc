package org.bitwright.runtime;

import java.util.Arrays;

/**
 * How long runs of a network took, in seconds a run.
 *
 * @param median of all runs
 * @param low the tenth percentile
 * @param high the ninetieth
 * @param runs number of runs, without those that only warmed up
 */
public record Latency(double median, double low, double high, int runs) {

    /** @param seconds one number a run, at least one, in any order */
    static Latency of(double[] seconds) {
        double[] sorted = seconds.clone();
        Arrays.sort(sorted);
        return new Latency(at(sorted, 0.5), at(sorted, 0.1), at(sorted, 0.9), sorted.length);
    }

    /** The quantile between the two nearest runs, in proportion. */
    private static double at(double[] sorted, double share) {
        double place = share * (sorted.length - 1);
        int below = (int) Math.floor(place);
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
    }
}
