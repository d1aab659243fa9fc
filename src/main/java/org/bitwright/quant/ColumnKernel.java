package org.bitwright.quant;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Quantizes rows of values where each column has its grid, and sums up the errors of each column. One thread. */
final class ColumnKernel {
    /** Rows after which the float sums go over into double ones. */
    private static final int DRAIN = 64;

    private final float[] values;
    private final float @Nullable [] into;
    private final ErrorSums sums;
    private final Grid[] grids;
    private final ReachableEnds[] ends;
    private final float[] scale;
    private final float[] low;
    private final float[] high;
    private final float[] lowEnd;
    private final float[] highEnd;
    private final float[] x;
    private final float[] quantized;
    private final float[] squares;
    private final float[] products;
    private final float[] max;
    private KernelPath path = KernelPath.UNCLIPPED;
    private int undrained;

    ColumnKernel(float[] values, float @Nullable [] into, int width) {
        this.values = values;
        this.into = into;
        sums = new ErrorSums(width);
        grids = new Grid[width];
        ends = new ReachableEnds[width];
        scale = new float[width];
        low = new float[width];
        high = new float[width];
        lowEnd = new float[width];
        highEnd = new float[width];
        x = new float[width];
        quantized = new float[width];
        squares = new float[width];
        products = new float[width];
        max = new float[width];
    }

    /** Sets the grid of a column. All columns take the path of the one that needs most care. */
    void use(int column, Grid grid, KernelPath needed) {
        grids[column] = grid;
        ends[column] = ReachableEnds.of(grid);
        lowEnd[column] = ends[column].low();
        highEnd[column] = ends[column].high();
        if (needed.compareTo(path) > 0) {
            path = needed;
        }
        if (grid instanceof UniformGrid uniform) {
            scale[column] = uniform.scale();
            low[column] = uniform.lowestSteps();
            high[column] = uniform.highestSteps();
        }
    }

    void quantizeRow(int at, int n) {
        if (path == KernelPath.SCALAR) {
            scalar(at, n);
            return;
        }
        System.arraycopy(values, at, x, 0, n);
        if (path == KernelPath.UNCLIPPED) {
            VectorLoops.round(x, quantized, n, scale);
        } else {
            VectorLoops.clampAndRound(x, quantized, n, scale, low, high);
            countClipped(n);
        }
        VectorLoops.addSquaresAndProducts(x, quantized, squares, products, n);
        VectorLoops.raiseMax(x, quantized, max, n);
        if (into != null) {
            System.arraycopy(quantized, 0, into, at, n);
        }
        if (++undrained == DRAIN) {
            drain();
        }
    }

    ErrorSums sums() {
        drain();
        return sums;
    }

    private void drain() {
        for (int j = 0; j < squares.length; j++) {
            sums.error[j] += squares[j];
            sums.product[j] += products[j];
            sums.max[j] = Math.max(sums.max[j], max[j]);
        }
        Arrays.fill(squares, 0);
        Arrays.fill(products, 0);
        undrained = 0;
    }

    private void countClipped(int n) {
        for (int j = 0; j < n; j++) {
            if (x[j] < lowEnd[j] || x[j] > highEnd[j]) {
                sums.addClipped(j, x[j], quantized[j]);
            }
        }
    }

    private void scalar(int at, int n) {
        for (int j = 0; j < n; j++) {
            float value = values[at + j];
            float rounded = grids[j].quantize(value);
            if (Float.isFinite(value)) {
                sums.add(j, value, rounded);
                if (ends[j].clips(value)) {
                    sums.addClipped(j, value, rounded);
                }
            }
            if (into != null) {
                into[at + j] = rounded;
            }
        }
    }
}
