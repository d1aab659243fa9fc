package org.bitwright.quant;

import org.jspecify.annotations.Nullable;

/** Quantizes runs of values that share a grid, and sums up the errors of each run. One thread. */
final class RunKernel {
    private final LaneLoops loops = LaneLoops.ofThisMachine();
    private final GroupGrids one = GroupGrids.ofOne();
    private final LaneSums lanes = new LaneSums(loops.placesOfRun());
    private final float[] values;
    private final float[] into;

    /** Whether {@link #into} takes all values; if not, those of one part after the other. */
    private final boolean keeps;

    private final ErrorSums sums;

    RunKernel(float[] values, float @Nullable [] into, int runs) {
        this(values, into, new ErrorSums(runs));
    }

    RunKernel(float[] values, float @Nullable [] into, ErrorSums sums) {
        this.values = values;
        this.into = into == null ? new float[LaneLoops.PART] : into;
        this.keeps = into != null;
        this.sums = sums;
    }

    ErrorSums sums() {
        return sums;
    }

    void quantize(int run, Grid grid, KernelPath path, int from, int to) {
        if (path == KernelPath.SCALAR) {
            scalar(run, grid, from, to);
            return;
        }
        one.use(grid);
        quantize(run, one, 0, path, from, to);
    }

    /** Values of several groups; {@code offset} is the first one's distance from where they start. */
    void quantize(int run, GroupGrids grids, int offset, KernelPath path, int from, int to) {
        loops.longRun(path, grids, offset, lanes, sums, run, values, from, into, keeps, to - from);
    }

    /** One value after the other. */
    void scalar(int run, Grid grid, int from, int to) {
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
            if (keeps) {
                into[i] = rounded;
            }
        }
    }
}
