package org.bitwright.quant;

import static org.bitwright.quant.VectorLoops.BLOCK;

import org.jspecify.annotations.Nullable;

/** Quantizes rows of values where each column has its grid, and sums up the errors of each column. One thread. */
final class ColumnKernel {
    /** Rows after which clipped values are looked up: while their values are still in the cache. */
    private static final int GROUP = 16;

    private final float[] values;
    private final float @Nullable [] into;
    private final ErrorSums sums;
    private final Columns[] blocks;
    private final float[] x = new float[BLOCK];
    private final float[] quantized = new float[BLOCK];
    private final int[] rowStarts = new int[GROUP];
    private final int[] rowLengths = new int[GROUP];
    private KernelPath path = KernelPath.UNCLIPPED;
    private int rows;

    ColumnKernel(float[] values, float @Nullable [] into, int width) {
        this.values = values;
        this.into = into;
        this.sums = new ErrorSums(width);
        this.blocks = new Columns[(width + BLOCK - 1) / BLOCK];
        for (int block = 0; block < blocks.length; block++) {
            blocks[block] = new Columns(block * BLOCK, Math.min(BLOCK, width - block * BLOCK));
        }
    }

    /** Sets the grid of a column. All columns take the path of the one that needs most care. */
    void use(int column, Grid grid, KernelPath needed) {
        blocks[column / BLOCK].use(column % BLOCK, grid);
        if (needed.compareTo(path) > 0) {
            path = needed;
        }
    }

    /** Quantizes the next row, of which {@code n} values are there. */
    void quantizeRow(int at, int n) {
        for (Columns block : blocks) {
            int length = Math.min(block.width, n - block.first);
            if (length > 0) {
                quantize(block, at + block.first, length);
            }
        }
        rowStarts[rows] = at;
        rowLengths[rows] = n;
        if (++rows == GROUP) {
            countClipped();
        }
    }

    ErrorSums sums() {
        countClipped();
        for (Columns block : blocks) {
            block.drain(sums);
        }
        return sums;
    }

    private void quantize(Columns block, int at, int n) {
        if (path == KernelPath.SCALAR) {
            scalar(block, at, n);
            return;
        }
        System.arraycopy(values, at, x, 0, n);
        if (path == KernelPath.UNCLIPPED) {
            VectorLoops.round(x, quantized, n, block.scale);
        } else {
            VectorLoops.clampAndRound(x, quantized, n, block.scale, block.low, block.high);
            VectorLoops.addExcess(x, block.excess, n, block.lowEnd, block.highEnd);
        }
        VectorLoops.addErrors(x, quantized, block.squares, block.products, block.greatest, n);
        if (into != null) {
            System.arraycopy(quantized, 0, into, at, n);
        }
    }

    /** Looks again at the columns in which a value of the last rows lay beyond an end. */
    private void countClipped() {
        if (path == KernelPath.CLAMPED) {
            for (Columns block : blocks) {
                for (int j = 0; j < block.width; j++) {
                    if (block.excess[j] > 0) {
                        block.excess[j] = 0;
                        countClipped(block, j);
                    }
                }
            }
        }
        rows = 0;
    }

    private void countClipped(Columns block, int j) {
        int column = block.first + j;
        for (int row = 0; row < rows; row++) {
            if (column < rowLengths[row]) {
                float value = values[rowStarts[row] + column];
                if (value < block.lowEnd[j] || value > block.highEnd[j]) {
                    sums.addClipped(column, value, block.grids[j].quantize(value));
                }
            }
        }
    }

    private void scalar(Columns block, int at, int n) {
        for (int j = 0; j < n; j++) {
            float value = values[at + j];
            float rounded = block.grids[j].quantize(value);
            if (Float.isFinite(value)) {
                sums.add(block.first + j, value, rounded);
                if (value < block.lowEnd[j] || value > block.highEnd[j]) {
                    sums.addClipped(block.first + j, value, rounded);
                }
            }
            if (into != null) {
                into[at + j] = rounded;
            }
        }
    }

    /** Neighbouring columns: their grids, spread out for the vector loops, and their sums. */
    private static final class Columns {
        private final int first;
        private final int width;
        private final Grid[] grids;
        private final float[] scale;
        private final float[] low;
        private final float[] high;
        private final float[] lowEnd;
        private final float[] highEnd;
        private final float[] squares;
        private final float[] products;
        private final float[] greatest;
        private final float[] excess;

        Columns(int first, int width) {
            this.first = first;
            this.width = width;
            grids = new Grid[width];
            scale = new float[width];
            low = new float[width];
            high = new float[width];
            lowEnd = new float[width];
            highEnd = new float[width];
            squares = new float[width];
            products = new float[width];
            greatest = new float[width];
            excess = new float[width];
        }

        void use(int column, Grid grid) {
            ReachableEnds ends = ReachableEnds.of(grid);
            grids[column] = grid;
            lowEnd[column] = ends.low();
            highEnd[column] = ends.high();
            if (grid instanceof UniformGrid uniform) {
                scale[column] = uniform.scale();
                low[column] = uniform.lowestSteps();
                high[column] = uniform.highestSteps();
            }
        }

        void drain(ErrorSums sums) {
            for (int j = 0; j < width; j++) {
                sums.error[first + j] += squares[j];
                sums.product[first + j] += products[j];
                sums.max[first + j] = Math.max(sums.max[first + j], greatest[j]);
            }
        }
    }
}
