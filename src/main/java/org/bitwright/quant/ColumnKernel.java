package org.bitwright.quant;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Quantizes rows of values where each column has its grid, and sums up the errors of each column. One thread. */
final class ColumnKernel {
    private final float[] values;
    private final float @Nullable [] into;
    private final float[] copied;
    private final float[] scratch;
    private final List<LaneGrids> blocks;
    private final int width;
    private final boolean onVectors = VectorModule.isOn();
    private KernelPath path;
    private final ErrorSums sums;
    private @Nullable ColumnLoops uniform;
    private @Nullable ColumnLoops others;
    private int undrained;

    /**
     * @param blocks the grids of the columns, in blocks of at most {@link LaneLoops#BLOCK}
     * @param sums of as many places as there are columns, or more
     */
    ColumnKernel(float[] values, float @Nullable [] into, List<LaneGrids> blocks, KernelPath path, ErrorSums sums) {
        this.values = values;
        this.into = into;
        int aside = into == null ? LaneLoops.ROWS * LaneLoops.BLOCK : 0;
        this.copied = new float[aside];
        this.scratch = new float[aside];
        this.blocks = blocks;
        this.width = width(blocks);
        this.path = path;
        this.sums = sums;
    }

    static int width(List<LaneGrids> blocks) {
        return blocks.stream().mapToInt(LaneGrids::width).sum();
    }

    /** Takes another path and what the blocks say now from the next row on. Either none or all are {@link KernelPath#UNCLIPPED}. */
    void use(KernelPath path) {
        this.path = path;
        if (uniform != null) {
            uniform.use();
        }
    }

    /** Quantizes the next {@link LaneLoops#ROWS} rows, which lie {@code stride} apart and are all full. */
    void quantizeRows(int at, int stride) {
        count(LaneLoops.ROWS);
        if (path == KernelPath.SCALAR) {
            for (int row = 0; row < LaneLoops.ROWS; row++) {
                scalar(at + row * stride, width);
            }
        } else if (into != null) {
            loops(at).rows(path, 0, width, values, into, at, stride);
        } else {
            aside(at, stride, LaneLoops.ROWS, width);
        }
    }

    /** Quantizes the next row, of which {@code length} values are there. */
    void quantizeRow(int at, int length) {
        count(1);
        if (path == KernelPath.SCALAR) {
            scalar(at, length);
        } else if (into != null) {
            loops(at).row(path, 0, length, values, into, at);
        } else {
            aside(at, 0, 1, length);
        }
    }

    /** Where the quantized values are not wanted: copies block after block to where they may lie. */
    private void aside(int at, int stride, int rows, int length) {
        ColumnLoops loops = loops(at);
        int first = 0;
        for (int block = 0; first < length; block++) {
            int n = Math.min(blocks.get(block).width(), length - first);
            for (int row = 0; row < rows; row++) {
                System.arraycopy(values, at + first + row * stride, copied, row * LaneLoops.BLOCK, n);
            }
            if (rows == 1) {
                loops.row(path, first, n, copied, scratch, 0);
            } else {
                loops.rows(path, first, n, copied, scratch, 0, LaneLoops.BLOCK);
            }
            first += n;
        }
    }

    /** The loops of the path, made when they are needed. */
    private ColumnLoops loops(int at) {
        if (onVectors && (path == KernelPath.UNCLIPPED || path == KernelPath.CLAMPED)) {
            if (uniform == null) {
                uniform = new VectorApiColumns(blocks, at, path == KernelPath.CLAMPED);
            }
            return uniform;
        }
        if (others == null) {
            others = new BlockColumns(LaneLoops.ofThisMachine(), blocks);
        }
        return others;
    }

    /** The sums of all columns; no row may follow. */
    ErrorSums sums() {
        drain();
        if (uniform != null) {
            uniform.close();
        }
        return sums;
    }

    private void count(int rows) {
        if (undrained + rows > LaneSums.MOST) {
            drain();
        }
        undrained += rows;
    }

    private void drain() {
        if (uniform != null) {
            uniform.drain(sums, path);
        }
        if (others != null) {
            others.drain(sums, path);
        }
        undrained = 0;
    }

    private void scalar(int at, int length) {
        int first = 0;
        for (int block = 0; first < length; block++) {
            LaneGrids grids = blocks.get(block);
            int n = Math.min(grids.width(), length - first);
            scalar(grids, first, at + first, n);
            first += n;
        }
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
