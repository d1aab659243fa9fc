package org.bitwright.quant;

import static org.bitwright.quant.VectorLoops.BLOCK;

import org.jspecify.annotations.Nullable;

/** Quantizes runs of values that share a grid, and sums up the errors of each run. One thread. */
final class RunKernel {
    private final float[] values;
    private final float @Nullable [] into;
    private final ErrorSums sums;
    private final float[] x = new float[BLOCK];
    private final float[] quantized = new float[BLOCK];
    private final float[] squares = new float[BLOCK];
    private final float[] products = new float[BLOCK];
    private final float[] max = new float[BLOCK];

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
        for (int at = from; at < to; at += BLOCK) {
            block(run, uniform, path, at, Math.min(BLOCK, to - at));
        }
        int lanes = Math.min(BLOCK, to - from);
        sums.error[run] += VectorLoops.drain(squares, lanes);
        sums.product[run] += VectorLoops.drain(products, lanes);
        sums.max[run] = Math.max(sums.max[run], VectorLoops.drainMax(max, lanes));
    }

    private void block(int run, UniformGrid grid, KernelPath path, int at, int n) {
        System.arraycopy(values, at, x, 0, n);
        if (path == KernelPath.UNCLIPPED) {
            VectorLoops.round(x, quantized, n, grid.scale());
        } else {
            VectorLoops.clampAndRound(x, quantized, n, grid.scale(), grid.lowestSteps(), grid.highestSteps());
            countClipped(run, ReachableEnds.of(grid), n);
        }
        VectorLoops.addSquaresAndProducts(x, quantized, squares, products, n);
        VectorLoops.raiseMax(x, quantized, max, n);
        if (into != null) {
            System.arraycopy(quantized, 0, into, at, n);
        }
    }

    private void countClipped(int run, ReachableEnds ends, int n) {
        float low = ends.low();
        float high = ends.high();
        for (int j = 0; j < n; j++) {
            if (x[j] < low || x[j] > high) {
                sums.addClipped(run, x[j], quantized[j]);
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
