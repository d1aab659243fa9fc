package org.bitwright.quant;

import java.util.function.DoubleUnaryOperator;

/**
 * Looks for the range with the least squared error by shrinking the full range: first both ends together, from coarse
 * to fine, then, where the format has a zero point, from the farther end down to one magnitude for both, since outliers
 * on one side say nothing about the other, and last each end by itself in ever smaller steps. Ranges of floating-point
 * formats start an octave wider: where the powers of two lie among the values matters more to them than that the highest
 * level is used. The full range itself is always a candidate.
 */
final class RangeSearch {
    /** Σe² of a grid, exact or estimated. */
    interface SquaredError {
        double of(Grid grid);
    }

    /** Two squared errors nearer to each other than this are taken as equal: float32 sums may differ by less. */
    static final double NOTABLE = 1e-5;

    private static final double OCTAVE = 2;
    private static final double COARSE = 0.94;
    private static final double SMALLEST = 1.0 / 2048;
    private static final double WORSE = 1.5;
    private static final int PATIENCE = 8;
    private static final int FINEST_BITS = NumberFormat.Uniform.MAX_BITS;
    private static final int FINE_POINTS = 4;
    private static final int FINE_ROUNDS = 2;
    private static final double FIRST_STEP = 0.24;
    private static final double LAST_STEP = 0.01;

    private final NumberFormat.Ranged format;
    private final Range full;
    private final SquaredError error;
    private final double widest;
    private double lowFactor = 1;
    private double highFactor = 1;
    private Grid best;
    private double least;

    private RangeSearch(NumberFormat.Ranged format, Range full, SquaredError error) {
        this.format = format;
        this.full = full;
        this.error = error;
        this.widest = format instanceof NumberFormat.Minifloat ? OCTAVE : 1;
        this.best = format.grid(full);
        this.least = error.of(best);
    }

    /**
     * The best grid found.
     *
     * @param full the least and the greatest value
     * @param error the squared error of a grid, or an estimate of it
     */
    static Grid best(NumberFormat.Ranged format, Range full, SquaredError error) {
        RangeSearch search = new RangeSearch(format, full, error);
        if (full.magnitude() > 0) {
            search.run();
        }
        return search.best;
    }

    static SquaredError estimated(MomentHistogram histogram) {
        return grid -> histogram.estimate(grid).sumSquaredError();
    }

    /** What was found, unless it is not better than minmax by more than the sums may be wrong. */
    static Grid better(Grid found, Grid minmax, SquaredError error) {
        return error.of(found) < error.of(minmax) * (1 - NOTABLE) ? found : minmax;
    }

    private void run() {
        shrink(widest, factor -> factor, factor -> factor);
        refine();
        if (!format.isSymmetric() && full.min() < 0 && full.max() > 0) {
            double magnitude = full.magnitude();
            double perLow = magnitude / -full.min();
            double perHigh = magnitude / full.max();
            shrink(1, share -> Math.min(1, share * perLow), share -> Math.min(1, share * perHigh));
            for (double step = FIRST_STEP; step > LAST_STEP; step /= 2) {
                moveEnds(step);
            }
        }
    }

    /** Tries ever smaller shares, each end's factor after them, until the error has long been worse and must stay so. */
    private void shrink(double from, DoubleUnaryOperator low, DoubleUnaryOperator high) {
        int worse = 0;
        for (double share = from * COARSE; share > SMALLEST && worse < PATIENCE; share *= COARSE) {
            double lowEnd = low.applyAsDouble(share);
            double highEnd = high.applyAsDouble(share);
            worse = tryFactors(lowEnd, highEnd) > WORSE * least ? worse + 1 : 0;
            if (worse == PATIENCE && clipping(lowEnd, highEnd) < least) {
                worse = 0;
            }
        }
    }

    /**
     * What clipping alone costs, which a narrower range cannot undercut: an outlier may cost more and more while the
     * levels are still too far apart for the rest, and pay in the end. Of floating-point formats the greatest number:
     * they have levels near 0 at any range.
     */
    private double clipping(double low, double high) {
        return format instanceof NumberFormat.Uniform uniform
                ? error.of(new NumberFormat.Uniform(FINEST_BITS, uniform.scheme()).grid(range(low, high)))
                : Double.MAX_VALUE;
    }

    private void refine() {
        double span = 1 - COARSE;
        for (int round = 0; round < FINE_ROUNDS; round++) {
            double middle = lowFactor;
            for (int i = 1; i <= FINE_POINTS; i++) {
                double shift = span * i / (FINE_POINTS + 1);
                tryBoth(middle * (1 - shift));
                tryBoth(middle * (1 + shift));
            }
            span /= FINE_POINTS + 1;
        }
    }

    private void tryBoth(double factor) {
        if (factor <= widest) {
            tryFactors(factor, factor);
        }
    }

    /** Moves each end by a share of its distance from 0 as long as that helps. */
    private void moveEnds(double step) {
        double before;
        do {
            before = least;
            tryFactors(lowFactor * (1 - step), highFactor);
            tryFactors(Math.min(1, lowFactor * (1 + step)), highFactor);
            tryFactors(lowFactor, highFactor * (1 - step));
            tryFactors(lowFactor, Math.min(1, highFactor * (1 + step)));
        } while (least < before);
    }

    private static float end(double x) {
        return (float) Math.max(-Float.MAX_VALUE, Math.min(Float.MAX_VALUE, x));
    }

    private Range range(double low, double high) {
        return new Range(end(Math.min(0, full.min()) * low), end(Math.max(0, full.max()) * high));
    }

    private double tryFactors(double low, double high) {
        Grid grid = format.grid(range(low, high));
        double e = error.of(grid);
        if (e < least) {
            least = e;
            best = grid;
            lowFactor = low;
            highFactor = high;
        }
        return e;
    }
}
