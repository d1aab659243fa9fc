package org.bitwright.quant;

import org.bitwright.task.CancelToken;

/**
 * The finite values of one granule in rising order with running sums, for a search that asks for the squared error of
 * many scales of a narrow floating-point type: the values that go to one level are a stretch, whose Σ(x − level)² follows
 * from its sums. Where there are many, even cells over their range say where to look for the end of a stretch: O(levels) a
 * look where values lie evenly, and never more than O(levels · log values) or O(values · log levels). Immutable.
 */
final class SortedValues {
    /** Fewer values need no cells. */
    private static final int MANY = 256;

    private static final int CELLS_PER_VALUE = 2;

    private final float[] sorted;
    private final double[] sums;
    private final double[] squares;
    /** The first value of each cell, or of a later one where a cell has none. */
    private final int[] starts;

    private final double perWidth;

    /** @param finite the finite values; sorted in place */
    SortedValues(float[] finite) {
        sorted = finite;
        FloatSort.sort(sorted, CancelToken.none());
        sums = new double[sorted.length + 1];
        squares = new double[sorted.length + 1];
        double sum = 0;
        double square = 0;
        for (int i = 0; i < sorted.length; i++) {
            double x = sorted[i];
            sum += x;
            square += x * x;
            sums[i + 1] = sum;
            squares[i + 1] = square;
        }
        if (sorted.length < MANY) {
            starts = new int[0];
            perWidth = 0;
        } else {
            starts = new int[CELLS_PER_VALUE * sorted.length + 2];
            perWidth = (starts.length - 2) / Math.max(Float.MIN_VALUE, (double) sorted[sorted.length - 1] - sorted[0]);
            putStarts();
        }
    }

    private void putStarts() {
        for (float x : sorted) {
            starts[cell(x) + 1]++;
        }
        for (int cell = 1; cell < starts.length; cell++) {
            starts[cell] += starts[cell - 1];
        }
    }

    /** Never falls where {@code x} rises, whatever is rounded. */
    private int cell(double x) {
        return Math.max(0, Math.min(starts.length - 2, (int) ((x - sorted[0]) * perWidth)));
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
        int low = starts.length == 0 ? from + 1 : Math.max(from + 1, starts[cell(border)]);
        int step = 1;
        while (low < sorted.length && sorted[low] <= border) {
            low += step;
            step *= 2;
        }
        step /= 2;
        int high = Math.min(sorted.length, low);
        low -= step;
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
