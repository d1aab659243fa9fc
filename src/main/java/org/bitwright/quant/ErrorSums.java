package org.bitwright.quant;

import java.util.Arrays;

/** Error sums of several places (runs, columns or channels), in double precision. */
final class ErrorSums {
    final double[] error;
    final double[] clipError;
    /**
     * Σx·e on the path without clamping and the scalar one: there Σx̂² = Σx² + 2Σx·e + Σe² keeps 1 − cosine exact though
     * it is tiny. Σx̂² on the others: where most values are clipped far, that sum would cancel.
     */
    final double[] product;

    final double[] max;
    final int[] clipped;

    private final boolean addsSquares;

    ErrorSums(int places) {
        this(places, false);
    }

    /** @param addsSquares whether values that are added one after the other add to Σx̂² rather than to Σx·e */
    ErrorSums(int places, boolean addsSquares) {
        this.addsSquares = addsSquares;
        error = new double[places];
        clipError = new double[places];
        product = new double[places];
        max = new double[places];
        clipped = new int[places];
    }

    void clear() {
        Arrays.fill(error, 0);
        Arrays.fill(clipError, 0);
        Arrays.fill(product, 0);
        Arrays.fill(max, 0);
        Arrays.fill(clipped, 0);
    }

    void add(int place, float x, float quantized) {
        double e = (double) quantized - x;
        error[place] += e * e;
        product[place] += addsSquares ? (double) quantized * quantized : x * e;
        max[place] = Math.max(max[place], Math.abs(e));
    }

    void addClipped(int place, float x, float quantized) {
        double e = (double) quantized - x;
        clipError[place] += e * e;
        clipped[place]++;
    }

    void add(int place, ErrorSums other, int otherPlace) {
        error[place] += other.error[otherPlace];
        clipError[place] += other.clipError[otherPlace];
        product[place] += other.product[otherPlace];
        max[place] = Math.max(max[place], other.max[otherPlace]);
        clipped[place] += other.clipped[otherPlace];
    }

    /** Adds each place of {@code other} to the one that {@code places} says. */
    void add(int[] places, ErrorSums other) {
        addUnclipped(places, other);
        add(places, other.clipError, clipError);
        for (int i = 0; i < places.length; i++) {
            clipped[places[i]] += other.clipped[i];
        }
    }

    /** The same where nothing is clipped on the path that {@code other} was summed on. */
    void addUnclipped(int[] places, ErrorSums other) {
        if (isCount(places)) {
            addInOrder(other, places.length);
            return;
        }
        add(places, other.error, error);
        add(places, other.product, product);
        for (int i = 0; i < places.length; i++) {
            max[places[i]] = Math.max(max[places[i]], other.max[i]);
        }
    }

    private static boolean isCount(int[] places) {
        for (int i = 0; i < places.length; i++) {
            if (places[i] != i) {
                return false;
            }
        }
        return true;
    }

    /** Places that count up need no look-up, so that C2 makes vectors of them. */
    private void addInOrder(ErrorSums other, int n) {
        addInOrder(other.error, error, n);
        addInOrder(other.product, product, n);
        double[] from = other.max;
        double[] to = max;
        for (int i = 0; i < n; i++) {
            to[i] = Math.max(to[i], from[i]);
        }
    }

    private static void addInOrder(double[] from, double[] to, int n) {
        for (int i = 0; i < n; i++) {
            to[i] += from[i];
        }
    }

    private static void add(int[] places, double[] from, double[] to) {
        for (int i = 0; i < places.length; i++) {
            to[places[i]] += from[i];
        }
    }

    /** The error at a place, which holds granule {@code granule} of {@code statistics} and was summed on a path. */
    QuantError error(int place, GranuleStatistics statistics, int granule, Grid grid, KernelPath path) {
        if (isAllZero(statistics.range(granule), grid)) {
            double value = statistics.sumSquares(granule);
            return error(place, statistics, granule, value, 0, 0);
        }
        if (path != KernelPath.UNCLIPPED && path != KernelPath.SCALAR) {
            return errorBySquares(place, statistics, granule);
        }
        double inner = statistics.sumSquares(granule) + product[place];
        double square = Math.max(0, inner + product[place] + error[place]);
        return error(place, statistics, granule, error[place], inner, square);
    }

    /** The same where {@link #product} is Σx̂². */
    QuantError errorBySquares(int place, GranuleStatistics statistics, int granule) {
        double value = statistics.sumSquares(granule);
        double square = product[place];
        double inner = Math.min((value + square - error[place]) / 2, Math.sqrt(value * square));
        return error(place, statistics, granule, error[place], square == 0 ? 0 : inner, square);
    }

    private QuantError error(
            int place, GranuleStatistics statistics, int granule, double squaredError, double inner, double square) {
        return new QuantError(
                statistics.finite(granule),
                statistics.sumSquares(granule),
                squaredError,
                Math.min(squaredError, clipError[place]),
                inner,
                square,
                max[place],
                clipped[place],
                true);
    }

    /** Rounding is monotone: if both ends become 0, all becomes 0, and sums that should vanish do so exactly. */
    static boolean isAllZero(Range range, Grid grid) {
        return grid.quantize(range.min()) == 0 && grid.quantize(range.max()) == 0;
    }
}
