package org.bitwright.quant;

/**
 * Looks for the range with the least squared error by shrinking the full range: first both ends together, from coarse
 * to fine, then, where the format has a zero point, each end by itself. The full range itself is always a candidate.
 */
final class RangeSearch {
    /** Σe² of a grid, exact or estimated. */
    interface SquaredError {
        double of(UniformGrid grid);
    }

    private static final double COARSE = 0.94;
    private static final double SMALLEST = 1.0 / 2048;
    private static final int PATIENCE = 10;
    private static final int FINE_POINTS = 6;
    private static final int FINE_ROUNDS = 2;
    private static final int END_ROUNDS = 2;

    private final NumberFormat.Uniform format;
    private final Range full;
    private final SquaredError error;
    private double lowFactor = 1;
    private double highFactor = 1;
    private UniformGrid best;
    private double least;

    private RangeSearch(NumberFormat.Uniform format, Range full, SquaredError error) {
        this.format = format;
        this.full = full;
        this.error = error;
        this.best = UniformGrid.of(format, full);
        this.least = error.of(best);
    }

    /**
     * The best grid found.
     *
     * @param full the least and the greatest value
     * @param error the squared error of a grid, or an estimate of it
     */
    static UniformGrid best(NumberFormat.Uniform format, Range full, SquaredError error) {
        RangeSearch search = new RangeSearch(format, full, error);
        if (full.magnitude() > 0) {
            search.run();
        }
        return search.best;
    }

    static SquaredError estimated(MomentHistogram histogram) {
        return grid -> histogram.estimate(grid).sumSquaredError();
    }

    private void run() {
        shrink(true, true);
        if (format.scheme().hasZeroPoint() && full.min() < 0 && full.max() > 0) {
            for (int round = 0; round < END_ROUNDS; round++) {
                shrink(true, false);
                shrink(false, true);
            }
        }
    }

    private void shrink(boolean low, boolean high) {
        double factor = 1;
        int worse = 0;
        double reached = Double.POSITIVE_INFINITY;
        for (double f = 1; f > SMALLEST && worse < PATIENCE; f *= COARSE) {
            double e = tryFactors(low ? f : lowFactor, high ? f : highFactor);
            if (e < reached) {
                reached = e;
                factor = f;
            }
            worse = e > 1.5 * reached ? worse + 1 : 0;
        }
        double span = (1 - COARSE) * factor;
        for (int round = 0; round < FINE_ROUNDS; round++) {
            double middle = factor;
            for (int i = -FINE_POINTS; i <= FINE_POINTS; i++) {
                double f = Math.min(1, middle + span * i / FINE_POINTS);
                double e = tryFactors(low ? f : lowFactor, high ? f : highFactor);
                if (e < reached) {
                    reached = e;
                    factor = f;
                }
            }
            span /= FINE_POINTS;
        }
        if (low) {
            lowFactor = factor;
        }
        if (high) {
            highFactor = factor;
        }
    }

    private double tryFactors(double low, double high) {
        UniformGrid grid = UniformGrid.of(
                format, new Range((float) (Math.min(0, full.min()) * low), (float) (Math.max(0, full.max()) * high)));
        double e = error.of(grid);
        if (e < least) {
            least = e;
            best = grid;
        }
        return e;
    }
}
