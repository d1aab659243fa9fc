package org.bitwright.quant;

import static org.bitwright.quant.LaneLoops.BLOCK;

import org.jspecify.annotations.Nullable;

/** Quantizes runs of values that share a grid, and sums up the errors of each run. One thread. */
final class RunKernel {
    private final LaneLoops loops = LaneLoops.ofThisMachine();
    private final LaneGrids grids = new LaneGrids(loops.placesOfRun());
    private final LaneSums lanes = new LaneSums(loops.placesOfRun());
    private final float[] values;
    private final float @Nullable [] into;
    private final float[] scratch;
    private final ErrorSums sums;

    RunKernel(float[] values, float @Nullable [] into, int runs) {
        this.values = values;
        this.into = into;
        this.scratch = new float[into == null ? BLOCK : 0];
        this.sums = new ErrorSums(runs);
    }

    ErrorSums sums() {
        return sums;
    }

    void quantize(int run, Grid grid, KernelPath path, int from, int to) {
        if (path == KernelPath.SCALAR) {
            scalar(run, grid, from, to);
            return;
        }
        grids.use(grid);
        int part = 4096;
        int end;
        for (int at = from; at < to; at = end) {
            end = Math.min(to, at + part);
            if (into == null) {
                errorsOnly(path, at, end);
            } else {
                loops.run(path, grids, lanes, values, at, into, at, end - at);
            }
            lanes.drainTo(sums, run, path);
        }
    }

    private void errorsOnly(KernelPath path, int from, int to) {
        for (int at = from; at < to; at += scratch.length) {
            loops.run(path, grids, lanes, values, at, scratch, 0, Math.min(scratch.length, to - at));
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
