package org.bitwright.quant;

import org.bitwright.task.CancelToken;
import org.bitwright.task.Parallel;

/**
 * The range whose clipped histogram differs least from its quantized one ({@link ClippedDivergence}), as TensorRT's
 * entropy calibration finds it, on {@value #BINS} bins.
 *
 * <ul>
 *   <li>Formats without a zero point: a histogram of |x| over [0, max|x|] and the levels from 0 up. Every window from
 *       bin 0 with at least as many bins as levels is tried, and the range is ± its upper edge. TensorRT takes half a bin
 *       more; the edge itself is what was compared, and the whole window gives minmax.
 *   <li>Asymmetric integers: a histogram of x over [min, max], widened to contain 0. First both ends are drawn in
 *       together, by the same share of their distance from 0; then the upper end by itself, the lower held, and the lower
 *       one after it. Values that are all of one sign are searched as those without a zero point.
 * </ul>
 *
 * <p>Of equal divergences the widest range wins: nothing is clipped for nothing.
 */
final class EntropySearch {
    static final int BINS = 2048;
    private static final int STRIPES = 8;

    private final ClippedDivergence divergence;
    private final double zero;
    private int from;
    private int to;
    private double least;

    private EntropySearch(ClippedDivergence divergence, double zero) {
        this.divergence = divergence;
        this.zero = zero;
        this.from = 0;
        this.to = divergence.bins();
        this.least = divergence.of(from, to);
    }

    /**
     * The range.
     *
     * @param values of which the finite ones count; any number
     * @param full the least and the greatest of them
     */
    static Range range(float[] values, Range full, NumberFormat.Ranged format, CancelToken cancel) {
        if (full.magnitude() == 0) {
            return full;
        }
        Range wide = searched(full, format);
        return range(counts(values, wide, format.isSymmetric(), cancel), wide, format);
    }

    /** What is cut into bins: [0, max|x|] where the format has no zero point, else the range widened to contain 0. */
    static Range searched(Range full, NumberFormat.Ranged format) {
        return format.isSymmetric() ? new Range(0, full.magnitude()) : full.withZero();
    }

    /**
     * The range.
     *
     * @param counts of the values, or of their magnitudes, in {@value #BINS} bins
     * @param wide what they cover, as {@link #searched} gives it; not empty
     */
    static Range range(long[] counts, Range wide, NumberFormat.Ranged format) {
        boolean magnitudes = format.isSymmetric();
        double width = ((double) wide.max() - wide.min()) / BINS;
        double zero = BINS * (-wide.min() / ((double) wide.max() - wide.min()));
        Window window = window(counts, borders(format), zero);
        float low = window.from() == 0 ? wide.min() : (float) (wide.min() + window.from() * width);
        float high = window.to() == BINS ? wide.max() : (float) (wide.min() + window.to() * width);
        return magnitudes ? new Range(-high, high) : new Range(low, high);
    }

    /** Bins {@code from … to − 1}. */
    record Window(int from, int to) {}

    /**
     * The window of least divergence.
     *
     * @param borders see {@link ClippedDivergence}
     * @param zero where 0 lies, in bins from the lower end: it stays in the window
     */
    static Window window(long[] counts, double[] borders, double zero) {
        EntropySearch search = new EntropySearch(new ClippedDivergence(counts, borders), zero);
        search.run();
        return new Window(search.from, search.to);
    }

    /** Where the levels' borders lie in a range, as shares of it: of the levels from 0 up, or of all with a zero point. */
    static double[] borders(NumberFormat.Ranged format) {
        // A range that makes the scale 1, so that the levels are exact.
        float highest = format instanceof NumberFormat.Uniform uniform
                ? uniform.qmax() - (format.isSymmetric() ? 0 : uniform.qmin())
                : 1;
        Grid grid = format.grid(new Range(format.isSymmetric() ? -highest : 0, highest));
        int first = 0;
        while (grid.level(first) < 0) {
            first++;
        }
        double[] borders = new double[grid.levels() - first - 1];
        for (int i = 0; i < borders.length; i++) {
            borders[i] = ((double) grid.level(first + i) + grid.level(first + i + 1)) / 2 / grid.reachableMax();
        }
        return borders;
    }

    private void run() {
        int bins = divergence.bins();
        if (zero <= 0 || zero >= bins) {
            oneEnd(zero <= 0);
            return;
        }
        int steps = (int) Math.ceil(Math.max(zero, bins - zero));
        for (int step = 1; step < steps; step++) {
            double share = 1 - (double) step / steps;
            tryWindow((int) Math.floor(zero * (1 - share)), (int) Math.ceil(zero + (bins - zero) * share));
        }
        oneEnd(true);
        oneEnd(false);
    }

    /** Tries every place of one end, from the widest window to the narrowest; the other end stays. */
    private void oneEnd(boolean upper) {
        int bins = divergence.bins();
        if (upper) {
            int low = from;
            for (int end = bins; end >= Math.ceil(zero); end--) {
                tryWindow(low, end);
            }
        } else {
            int high = to;
            for (int start = 0; start <= Math.floor(zero); start++) {
                tryWindow(start, high);
            }
        }
    }

    private void tryWindow(int start, int end) {
        if (end - start < Math.max(1, Math.min(divergence.levels(), divergence.bins()))) {
            return;
        }
        double d = divergence.of(start, end);
        if (d < least) {
            least = d;
            from = start;
            to = end;
        }
    }

    /** Counts in fixed stripes, so that many values are counted on all cores. */
    private static long[] counts(float[] values, Range wide, boolean magnitudes, CancelToken cancel) {
        double perWidth = BINS / ((double) wide.max() - wide.min());
        int stripes = values.length < LayerWeights.EXACT_LIMIT ? 1 : STRIPES;
        int[][] parts = new int[stripes][BINS];
        Parallel.forSlices(stripes, cancel, stripe -> {
            int end = (int) ((stripe + 1L) * values.length / stripes);
            for (int i = (int) ((long) stripe * values.length / stripes); i < end; i++) {
                if (Float.isFinite(values[i])) {
                    double x = magnitudes ? Math.abs(values[i]) : (double) values[i] - wide.min();
                    parts[stripe][Math.min((int) (x * perWidth), BINS - 1)]++;
                }
            }
        });
        long[] counts = new long[BINS];
        for (int[] part : parts) {
            for (int bin = 0; bin < BINS; bin++) {
                counts[bin] += part[bin];
            }
        }
        return counts;
    }
}
