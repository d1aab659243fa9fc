package org.bitwright.quant;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Quantizes rows of values where each column has its grid, and sums up the errors of each column. One thread. */
final class ColumnKernel {
    private final LaneLoops loops = LaneLoops.ofThisMachine();
    private final float[] values;
    private final float @Nullable [] into;
    private final float[] scratch;
    private final List<LaneGrids> blocks;
    private final LaneSums[] lanes;
    private KernelPath path;
    private final ErrorSums sums;
    private int undrained;

    /** @param blocks the grids of the columns, in blocks of at most {@link LaneLoops#BLOCK} */
    ColumnKernel(float[] values, float @Nullable [] into, List<LaneGrids> blocks, KernelPath path) {
        this(values, into, blocks, path, new ErrorSums(width(blocks)));
    }

    ColumnKernel(float[] values, float @Nullable [] into, List<LaneGrids> blocks, KernelPath path, ErrorSums sums) {
        this.values = values;
        this.into = into;
        this.scratch = new float[into == null ? LaneLoops.ROWS * LaneLoops.BLOCK : 0];
        this.blocks = blocks;
        this.path = path;
        this.lanes = blocks.stream().map(block -> new LaneSums(block.width())).toArray(LaneSums[]::new);
        this.sums = sums;
    }

    static int width(List<LaneGrids> blocks) {
        return blocks.stream().mapToInt(LaneGrids::width).sum();
    }

    /** Takes another path from the next row on. Either none or all are {@link KernelPath#UNCLIPPED}. */
    void use(KernelPath path) {
        this.path = path;
    }

    /** Quantizes the next {@link LaneLoops#ROWS} rows, which lie {@code stride} apart and are all full. */
    void quantizeRows(int at, int stride) {
        count(LaneLoops.ROWS);
        int first = 0;
        for (int block = 0; block < lanes.length; block++) {
            LaneGrids grids = blocks.get(block);
            int n = grids.width();
            if (path == KernelPath.SCALAR) {
                for (int row = 0; row < LaneLoops.ROWS; row++) {
                    scalar(grids, first, at + row * stride + first, n);
                }
            } else if (into == null) {
                loops.rows(path, grids, lanes[block], values, at + first, stride, scratch, 0, LaneLoops.BLOCK, n);
            } else {
                loops.rows(path, grids, lanes[block], values, at + first, stride, into, at + first, stride, n);
            }
            first += n;
        }
    }

    /** Quantizes the next row, of which {@code length} values are there. */
    void quantizeRow(int at, int length) {
        count(1);
        int first = 0;
        for (int block = 0; first < length; block++) {
            LaneGrids grids = blocks.get(block);
            int n = Math.min(grids.width(), length - first);
            if (path == KernelPath.SCALAR) {
                scalar(grids, first, at + first, n);
            } else if (into == null) {
                loops.row(path, grids, lanes[block], values, at + first, scratch, 0, n);
            } else {
                loops.row(path, grids, lanes[block], values, at + first, into, at + first, n);
            }
            first += n;
        }
    }

    /** The sums of all columns. */
    ErrorSums sums() {
        drain();
        return sums;
    }

    private void count(int rows) {
        if (undrained + rows > LaneSums.MOST) {
            drain();
        }
        undrained += rows;
    }

    private void drain() {
        int first = 0;
        for (LaneSums block : lanes) {
            block.drainEach(sums, first, path);
            first += block.width();
        }
        undrained = 0;
    }

    private void scalar(LaneGrids grids, int first, int at, int n) {
        for (int j = 0; j < n; j++) {
            float value = values[at + j];
            float rounded = grids.grid(j).quantize(value);
            if (Float.isFinite(value)) {
                sums.add(first + j, value, rounded);
                if (grids.clips(j, value)) {
                    sums.addClipped(first + j, value, rounded);
                }
            }
            if (into != null) {
                into[at + j] = rounded;
            }
        }
    }
}
