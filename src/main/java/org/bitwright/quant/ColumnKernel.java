package org.bitwright.quant;

import static org.bitwright.quant.VectorLoops.BLOCK;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Quantizes rows of values where each column has its grid, and sums up the errors of each column. One thread. */
final class ColumnKernel {
    /** Rows after which clipped values are looked up: while their values are still in the cache. */
    private static final int GROUP = 16;

    private final float[] values;
    private final float @Nullable [] into;
    private final Lanes[] blocks;
    private final KernelPath path;
    private final float[] x = new float[BLOCK];
    private final float[] quantized = new float[BLOCK];
    private final int[] rowStarts = new int[GROUP];
    private final int[] rowLengths = new int[GROUP];
    private int rows;

    /** @param grids of the columns, {@link VectorLoops#BLOCK} in each but the last */
    ColumnKernel(float[] values, float @Nullable [] into, List<ColumnGrids> grids, KernelPath path) {
        this.path = path;
        this.values = values;
        this.into = into;
        this.blocks = grids.stream().map(Lanes::new).toArray(Lanes[]::new);
    }

    /** Quantizes the next row, of which {@code n} values are there. */
    void quantizeRow(int at, int n) {
        for (int block = 0; block * BLOCK < n; block++) {
            int first = block * BLOCK;
            quantize(blocks[block], at + first, Math.min(BLOCK, n - first));
        }
        rowStarts[rows] = at;
        rowLengths[rows] = n;
        if (++rows == GROUP) {
            countClipped();
        }
    }

    /** The sums of all columns. */
    ErrorSums sums(int width) {
        countClipped();
        ErrorSums sums = new ErrorSums(width);
        for (int column = 0; column < width; column++) {
            blocks[column / BLOCK].addTo(sums, column, column % BLOCK);
        }
        return sums;
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
        for (int block = 0; block < blocks.length; block++) {
            Lanes lanes = blocks[block];
            if (path == KernelPath.CLAMPED) {
                for (int j = 0; j < lanes.excess.length; j++) {
                    if (lanes.excess[j] > 0) {
                        lanes.excess[j] = 0;
                        countClipped(lanes, block * BLOCK, j);
                    }
                }
            }
        }
        rows = 0;
    }

    private void countClipped(Lanes lanes, int first, int j) {
        for (int row = 0; row < rows; row++) {
            if (first + j < rowLengths[row]) {
                float value = values[rowStarts[row] + first + j];
                if (lanes.grids.clips(j, value)) {
                    lanes.exact.addClipped(j, value, lanes.grids.grids[j].quantize(value));
                }
            }
        }
    }

    private void scalar(Lanes lanes, int at, int n) {
        for (int j = 0; j < n; j++) {
            float value = values[at + j];
            float rounded = lanes.grids.grids[j].quantize(value);
            if (Float.isFinite(value)) {
                lanes.exact.add(j, value, rounded);
                if (lanes.grids.clips(j, value)) {
                    lanes.exact.addClipped(j, value, rounded);
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
        private final float[] squares;
        private final float[] products;
        private final float[] greatest;
        private final float[] excess;
        private final ErrorSums exact;

        Lanes(ColumnGrids grids) {
            this.grids = grids;
            squares = new float[grids.width()];
            products = new float[grids.width()];
            greatest = new float[grids.width()];
            excess = new float[grids.width()];
            exact = new ErrorSums(grids.width());
        }

        void addTo(ErrorSums sums, int place, int j) {
            sums.add(place, exact, j);
            sums.error[place] += squares[j];
            sums.product[place] += products[j];
            sums.max[place] = Math.max(sums.max[place], greatest[j]);
        }
    }
}
