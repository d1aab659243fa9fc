package org.bitwright.quant;

import java.util.List;

/**
 * Binary and ternary grids as the innermost loops read them, which take both kinds alike: what lies farther from 0 than a
 * threshold becomes −α or α, the rest 0.
 */
final class SignGrids {
    /** Every value lies beyond. */
    private static final float NO_THRESHOLD = -1;

    private SignGrids() {}

    /** Whether a grid is of these kinds, and the squares of α do not overflow in float32. */
    static boolean has(Grid grid) {
        return (grid instanceof BinaryGrid || grid instanceof TernaryGrid)
                && grid.reachableMax() <= KernelPath.GREATEST;
    }

    /** α and threshold of {@code count} grids from {@code from} on, if all of them are of these kinds. */
    static boolean put(List<Grid> grids, int from, float[] alpha, float[] threshold, int count) {
        for (int i = 0; i < count; i++) {
            Grid grid = grids.get(from + i);
            if (!has(grid)) {
                return false;
            }
            alpha[i] = grid.reachableMax();
            threshold[i] = threshold(grid);
        }
        return true;
    }

    static float threshold(Grid grid) {
        return grid instanceof TernaryGrid ternary ? ternary.threshold() : NO_THRESHOLD;
    }

    /** What stands for a finite value. */
    static float level(float x, float alpha, float threshold) {
        return Math.abs(x) > threshold ? Math.copySign(alpha, x + 0f) : 0;
    }
}
