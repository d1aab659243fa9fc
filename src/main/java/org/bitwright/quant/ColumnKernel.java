package org.bitwright.quant;

import static org.bitwright.quant.VectorLoops.BLOCK;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Quantizes rows of values where each column has its grid, and sums up the errors of each column. One thread. */
final class ColumnKernel {
    /** Rows after which clipped values are looked up: while their values are still in the cache. */
    private static final int GROUP = 16;

    /** Rows after which float sums go over into double ones: a multiple of the group. */
    private static final int DRAIN = 8 * GROUP;

    private final float[] values;
    private final float @Nullable [] into;
    private final Lanes[] blocks;
    private final KernelPath path;
    private final float[] x = new float[BLOCK];
    private final float[] quantized = new float[BLOCK];
    private final int[] rowStarts = new int[GROUP];
    private final int[] rowLengths = new int[GROUP];
    private final ErrorSums sums;
    private int rows;
    private int undrained;

    /** @param grids of the columns, {@link VectorLoops#BLOCK} in each but the last */
    ColumnKernel(float[] values, float @Nullable [] into, List<ColumnGrids> grids, KernelPath path) {
        this.values = values;
        this.into = into;
        this.path = path;
        this.blocks = new Lanes[grids.size()];
        for (int block = 0; block < blocks.length; block++) {
            blocks[block] = new Lanes(grids.get(block), block * BLOCK, path);
        }
        this.sums = new ErrorSums(grids.stream().mapToInt(ColumnGrids::width).sum());
    }

    /** Quantizes the next row, of which {@code n} values are there. */
    void quantizeRow(int at, int n) {
        for (int block = 0; block * BLOCK < n; block++) {
            int first = block * BLOCK;
            quantize(blocks[block], at + first, Math.min(BLOCK, n - first));
        }
        rowStarts[rows] = at;
        rowLengths[rows] = n;
        undrained++;
        if (++rows == GROUP) {
            countClipped();
        }
        if (undrained == DRAIN) {
            drain();
        }
    }

    /** The sums of all columns. */
    ErrorSums sums() {
        countClipped();
        drain();
        return sums;
    }

    private void drain() {
        for (Lanes lanes : blocks) {
            lanes.drainTo(sums);
        }
        undrained = 0;
    }

    private void quantize(Lanes lanes, int at, int n) {
        ColumnGrids grids = lanes.grids;
        if (path == KernelPath.SCALAR) {
            scalar(lanes, at, n);
            return;
        }
        System.arraycopy(values, at, x, 0, n);
        if (path == KernelPath.UNCLIPPED) {
            VectorLoops.round(x, quantized, n, grids.scale);
            VectorLoops.addErrors(x, quantized, lanes.squares, lanes.products, lanes.greatest, n);
        } else {
            VectorLoops.clampAndRound(x, quantized, n, grids.scale, grids.low, grids.high);
            VectorLoops.addExcess(x, lanes.excess, n, grids.lowEnd, grids.highEnd);
            VectorLoops.addErrorsOfClipped(x, quantized, lanes.squares, lanes.products, lanes.greatest, n);
        }
        if (into != null) {
            System.arraycopy(quantized, 0, into, at, n);
        }
    }

    /** Looks again at the columns in which a value of the last rows lay beyond an end. */
    private void countClipped() {
        if (path == KernelPath.CLAMPED) {
            for (Lanes lanes : blocks) {
                for (int j = 0; j < lanes.excess.length; j++) {
                    if (lanes.excess[j] > 0) {
                        lanes.excess[j] = 0;
                        countClipped(lanes, j);
                    }
                }
            }
        }
        rows = 0;
    }

    private void countClipped(Lanes lanes, int j) {
        int column = lanes.first + j;
        for (int row = 0; row < rows; row++) {
            if (column < rowLengths[row]) {
                float value = values[rowStarts[row] + column];
                if (lanes.grids.clips(j, value)) {
                    sums.addClipped(column, value, lanes.grids.grids[j].quantize(value));
                }
            }
        }
    }

    private void scalar(Lanes lanes, int at, int n) {
        for (int j = 0; j < n; j++) {
            float value = values[at + j];
            float rounded = lanes.grids.grids[j].quantize(value);
            if (Float.isFinite(value)) {
                sums.add(lanes.first + j, value, rounded);
                if (lanes.grids.clips(j, value)) {
                    sums.addClipped(lanes.first + j, value, rounded);
                }
            }
            if (into != null) {
                into[at + j] = rounded;
            }
        }
    }

    /** The sums of a block of columns. */
    private static final class Lanes {
        private final ColumnGrids grids;
        private final int first;
        private final float[] squares;
        private final float[] products;
        private final float[] greatest;
        private final float[] excess;

        Lanes(ColumnGrids grids, int first, KernelPath path) {
            this.grids = grids;
            this.first = first;
            squares = new float[grids.width()];
            products = new float[grids.width()];
            greatest = new float[grids.width()];
            excess = new float[path == KernelPath.CLAMPED ? grids.width() : 0];
        }

        void drainTo(ErrorSums sums) {
            for (int j = 0; j < squares.length; j++) {
                sums.error[first + j] += squares[j];
                sums.product[first + j] += products[j];
                sums.max[first + j] = Math.max(sums.max[first + j], greatest[j]);
            }
            Arrays.fill(squares, 0);
            Arrays.fill(products, 0);
        }
    }
}
