package org.bitwright.quant;

import static org.bitwright.quant.VectorLoops.BLOCK;

import org.jspecify.annotations.Nullable;

/** Quantizes runs of values that share a grid, and sums up the errors of each run. One thread. */
final class RunKernel {
    /** Blocks after which clipped values are looked up: while their values are still in the cache. */
    private static final int GROUP = 16 * BLOCK;

    private final float[] values;
    private final float @Nullable [] into;
    private final ErrorSums sums;
    private final float[] x = new float[BLOCK];
    private final float[] quantized = new float[BLOCK];
    private final float[] squares = new float[BLOCK];
    private final float[] products = new float[BLOCK];
    private final float[] greatest = new float[BLOCK];
    private final float[] excess = new float[BLOCK];

    RunKernel(float[] values, float @Nullable [] into, int runs) {
        this.values = values;
        this.into = into;
        this.sums = new ErrorSums(runs);
    }

    ErrorSums sums() {
        return sums;
    }

    void quantize(int run, Grid grid, KernelPath path, int from, int to) {
        if (path == KernelPath.SCALAR || !(grid instanceof UniformGrid uniform)) {
            scalar(run, grid, from, to);
            return;
        }
        for (int at = from; at < to; at += GROUP) {
            int end = Math.min(to, at + GROUP);
            for (int block = at; block < end; block += BLOCK) {
                quantize(uniform, path, block, Math.min(BLOCK, end - block));
            }
            if (path == KernelPath.CLAMPED) {
                countClipped(run, uniform, at, end);
            }
        }
        int lanes = Math.min(BLOCK, to - from);
        sums.error[run] += VectorLoops.drain(squares, lanes);
        sums.product[run] += VectorLoops.drain(products, lanes);
        sums.max[run] = Math.max(sums.max[run], VectorLoops.drainMax(greatest, lanes));
    }

    private void quantize(UniformGrid grid, KernelPath path, int at, int n) {
        if (into == null) {
            System.arraycopy(values, at, x, 0, n);
            round(grid, path, x, quantized, 0, n);
        } else {
            // First, so that the division is hidden behind the wait for memory; the copies then read from the cache.
            round(grid, path, values, into, at, at + n);
            System.arraycopy(values, at, x, 0, n);
            System.arraycopy(into, at, quantized, 0, n);
        }
        if (path == KernelPath.UNCLIPPED) {
            VectorLoops.addErrors(x, quantized, squares, products, greatest, n);
        } else {
            VectorLoops.addErrorsOfClipped(x, quantized, squares, products, greatest, n);
            ReachableEnds ends = ReachableEnds.of(grid);
            VectorLoops.addExcess(x, excess, n, ends.low(), ends.high());
        }
    }

    private static void round(UniformGrid grid, KernelPath path, float[] x, float[] quantized, int from, int to) {
        if (path == KernelPath.UNCLIPPED) {
            VectorLoops.round(x, quantized, from, to, grid.scale());
        } else {
            VectorLoops.clampAndRound(x, quantized, from, to, grid.scale(), grid.lowestSteps(), grid.highestSteps());
        }
    }

    /** Looks again at the places of a group of blocks where a value lay beyond an end. */
    private void countClipped(int run, UniformGrid grid, int from, int to) {
        ReachableEnds ends = ReachableEnds.of(grid);
        int places = Math.min(BLOCK, to - from);
        for (int j = 0; j < places; j++) {
            if (excess[j] > 0) {
                excess[j] = 0;
                for (int i = from + j; i < to; i += BLOCK) {
                    if (ends.clips(values[i])) {
                        sums.addClipped(run, values[i], grid.quantize(values[i]));
                    }
                }
            }
        }
    }

    private void scalar(int run, Grid grid, int from, int to) {
        ReachableEnds ends = ReachableEnds.of(grid);
        for (int i = from; i < to; i++) {
            float value = values[i];
            float rounded = grid.quantize(value);
            if (Float.isFinite(value)) {
                sums.add(run, value, rounded);
                if (ends.clips(value)) {
                    sums.addClipped(run, value, rounded);
                }
            }
            if (into != null) {
                into[i] = rounded;
            }
        }
    }
}
