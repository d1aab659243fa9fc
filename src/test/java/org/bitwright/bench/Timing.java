package org.bitwright.bench;

import java.util.Arrays;

/** Wall times of a repeated action, in seconds. */
public record Timing(double[] seconds) {

    /** Runs the actions in turn, {@code rounds} times each after {@code warmup} unmeasured rounds. */
    public static Timing[] alternate(int warmup, int rounds, ThrowingAction... actions) throws Exception {
        double[][] seconds = new double[actions.length][rounds];
        for (int round = -warmup; round < rounds; round++) {
            for (int a = 0; a < actions.length; a++) {
                long start = System.nanoTime();
                actions[a].run();
                if (round >= 0) {
                    seconds[a][round] = (System.nanoTime() - start) * 1e-9;
                }
            }
        }
        return Arrays.stream(seconds).map(Timing::new).toArray(Timing[]::new);
    }

    public double median() {
        return percentile(50);
    }

    /** Nearest-rank percentile. */
    public double percentile(double percent) {
        double[] sorted = seconds.clone();
        Arrays.sort(sorted);
        return sorted[Math.max(0, (int) Math.ceil(percent / 100 * sorted.length) - 1)];
    }

    /** What is timed. */
    @FunctionalInterface
    public interface ThrowingAction {
        void run() throws Exception;
    }
}
