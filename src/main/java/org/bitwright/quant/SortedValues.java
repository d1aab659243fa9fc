package org.bitwright.quant;

import java.util.Arrays;

/**
 * The finite values of one granule in rising order with running sums, for a search that asks for the squared error of
 * many scales of a narrow floating-point type: the values that go to one level are a stretch, whose Σ(x − level)² follows
 * from its sums. O(levels · log values) a look, and never more than O(values · log levels). Immutable.
 */
final class SortedValues {
    private final float[] sorted;
    private final double[] sums;
    private final double[] squares;

    /** @param finite the finite values; sorted in place */
    SortedValues(float[] finite) {
        sorted = finite;
        Arrays.sort(sorted);
        sums = new double[sorted.length + 1];
        squares = new double[sorted.length + 1];
        for (int i = 0; i < sorted.length; i++) {
            double x = sorted[i];
            sums[i + 1] = sums[i] + x;
            squares[i + 1] = squares[i] + x * x;
        }
    }

    /** Σe², values half way between two levels counted to the lower: the square is the same. */
    double squaredError(Grid grid) {
        FloatGrid floats = (FloatGrid) grid;
        LevelCells cells = LevelCells.of(new FloatGrid(floats.type(), 1, true));
        double scale = floats.scale();
        double sum = 0;
        int cell = 0;
        for (int from = 0; from < sorted.length; ) {
            cell = cells.find(cell, sorted[from] / scale);
            int to = firstAbove(from, cells.end(cell) * scale);
            double level = (float) cells.level(cell) * floats.scale();
            sum += squares[to] - squares[from] - level * (2 * (sums[to] - sums[from]) - level * (to - from));
            from = to;
            cell++;
        }
        return Math.max(0, sum);
    }

    /** The first place after {@code from} whose value lies above a border; looks near first. */
    private int firstAbove(int from, double border) {
        int low = from + 1;
        int step = 1;
        while (low + step < sorted.length && sorted[low + step] <= border) {
            low += step;
            step *= 2;
        }
        int high = Math.min(sorted.length, low + step);
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (sorted[middle] > border) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }
}
