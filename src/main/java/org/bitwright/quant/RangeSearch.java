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

        /** How many grids are best asked for together: some of those may not be needed in the end. */
        default int together() {
            return 1;
        }

        /** Of the first {@code n} grids, all of one format. */
        default void ofEach(Grid[] grids, int n, double[] errors) {
            for (int i = 0; i < n; i++) {
                errors[i] = of(grids[i]);
            }
        }
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

    /** Two of each end. */
    private static final int MOVES = 4;

    private final NumberFormat.Ranged format;
    private final Range full;
    private final SquaredError error;
    private final double widest;
    private double lowFactor = 1;
    private double highFactor = 1;
    private final Grid minmax;
    private final double errorOfMinmax;
    private Grid best;
    private double least;

    /** Candidates that are looked at together, with their factors. */
    private final Grid[] grids;

    private final double[] lows;
    private final double[] highs;
    private final double[] errors;
    private int candidates;

    private RangeSearch(NumberFormat.Ranged format, Range full, SquaredError error) {
        this.format = format;
        this.full = full.withZero();
        this.error = error;
        this.widest = format instanceof NumberFormat.Minifloat ? OCTAVE : 1;
        this.minmax = format.grid(full);
        this.errorOfMinmax = error.of(minmax);
        this.best = minmax;
        this.least = errorOfMinmax;
        int together = error.together();
        this.grids = new Grid[together];
        this.lows = new double[together];
        this.highs = new double[together];
        this.errors = new double[together];
    }

    /**
     * The best grid found.
     *
     * @param full the least and the greatest value
     * @param error the squared error of a grid, or an estimate of it
     */
    static Grid best(NumberFormat.Ranged format, Range full, SquaredError error) {
        return searched(format, full, error).best;
    }

    /** The same, unless it is not better than minmax by more than the sums may be wrong: then minmax. */
    static Grid notablyBest(NumberFormat.Ranged format, Range full, SquaredError error) {
        RangeSearch search = searched(format, full, error);
        return isNotable(search.least, search.errorOfMinmax) ? search.best : search.minmax;
    }

    private static RangeSearch searched(NumberFormat.Ranged format, Range full, SquaredError error) {
        RangeSearch search = new RangeSearch(format, full, error);
        if (full.magnitude() > 0) {
            search.run();
        }
        return search;
    }

    static SquaredError estimated(MomentHistogram histogram) {
        return grid -> histogram.estimate(grid).sumSquaredError();
    }

    /** What was found, unless it is not better than minmax by more than the sums may be wrong. */
    static Grid better(Grid found, Grid minmax, SquaredError error) {
        return isNotable(error.of(found), error.of(minmax)) ? found : minmax;
    }

    private static boolean isNotable(double found, double minmax) {
        return found < minmax * (1 - NOTABLE);
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
        double share = from * COARSE;
        while (share > SMALLEST && worse < PATIENCE) {
            for (; share > SMALLEST && !isFull(); share *= COARSE) {
                add(low.applyAsDouble(share), high.applyAsDouble(share));
            }
            look();
            for (int i = 0; i < candidates && worse < PATIENCE; i++) {
                worse = take(i) > WORSE * least ? worse + 1 : 0;
                if (worse == PATIENCE && clipping(lows[i], highs[i]) < least) {
                    worse = 0;
                }
            }
            candidates = 0;
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
                offer(middle * (1 - shift));
                offer(middle * (1 + shift));
            }
            takeAll();
            span /= FINE_POINTS + 1;
        }
    }

    /** A candidate whose look may wait for that of others. */
    private void offer(double factor) {
        if (factor <= widest) {
            add(factor, factor);
            if (isFull()) {
                takeAll();
            }
        }
    }

    private void takeAll() {
        look();
        for (int i = 0; i < candidates; i++) {
            take(i);
        }
        candidates = 0;
    }

    /** Moves each end by a share of its distance from 0, one after the other, until no move helps any more. */
    private void moveEnds(double step) {
        int failed = 0;
        for (int move = 0; failed < MOVES; ) {
            for (int next = 0; next < MOVES - failed && !isFull(); next++) {
                addMove((move + next) % MOVES, step);
            }
            look();
            double before = least;
            int taken = takeFirstBetter();
            move += taken;
            failed = least < before ? 0 : failed + taken;
        }
    }

    private void addMove(int move, double step) {
        switch (move) {
            case 0 -> add(lowFactor * (1 - step), highFactor);
            case 1 -> add(Math.min(1, lowFactor * (1 + step)), highFactor);
            case 2 -> add(lowFactor, highFactor * (1 - step));
            default -> add(lowFactor, Math.min(1, highFactor * (1 + step)));
        }
    }

    /**
     * Takes candidates up to the first that is better than all before: those behind it would start from there.
     *
     * @return how many were taken
     */
    private int takeFirstBetter() {
        double before = least;
        int taken = 0;
        while (taken < candidates && least == before) {
            take(taken++);
        }
        candidates = 0;
        return taken;
    }

    private static float end(double x) {
        return Math.abs(x) <= Float.MAX_VALUE ? (float) x : (float) Math.copySign(Float.MAX_VALUE, x);
    }

    private Range range(double low, double high) {
        return new Range(end(full.min() * low), end(full.max() * high));
    }

    private boolean isFull() {
        return candidates == grids.length;
    }

    private void add(double low, double high) {
        grids[candidates] = format.grid(range(low, high));
        lows[candidates] = low;
        highs[candidates] = high;
        candidates++;
    }

    private void look() {
        if (candidates > 0) {
            error.ofEach(grids, candidates, errors);
        }
    }

    private double take(int candidate) {
        double e = errors[candidate];
        if (e < least) {
            least = e;
            best = grids[candidate];
            lowFactor = lows[candidate];
            highFactor = highs[candidate];
        }
        return e;
    }
}
