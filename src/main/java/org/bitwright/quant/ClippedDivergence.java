package org.bitwright.quant;

import java.util.stream.IntStream;

/**
 * How much a histogram loses when it is clipped to a window of its bins and quantized there, as the Kullback–Leibler
 * divergence that TensorRT's entropy calibration minimizes (Migacz, "8-bit Inference with TensorRT", 2017).
 *
 * <p>The reference P is the window with the values outside added to its outermost bins, divided by the number of all
 * values. The quantized Q is the window without those values: the levels of the format are laid over the window, the
 * bins whose middles go to the same level are summed up, each sum is spread evenly over those of its bins that are not
 * empty, and all is divided by the number of values in the window. The result is Σ p·ln(p/q), in nats. An outermost bin
 * that is empty but for values from outside has q = 0; it gets {@value #SMOOTHING} of Q's mass, which the other bins
 * give up in proportion.
 *
 * <p>Since a level's bins share one q, sums over the levels follow from running sums over the bins: O(levels) a window.
 */
final class ClippedDivergence {
    /** Share of the mass that a bin gets that would have none. */
    static final double SMOOTHING = 1e-4;

    /** In bins: middles that are nearer to a border than this lie on it, whatever double arithmetic makes of it. */
    private static final double TIE = 1e-6;

    /** Of small counts, which are asked for millions of times. */
    private static final double[] LOGARITHMS =
            IntStream.range(0, 1 << 14).mapToDouble(Math::log).toArray();

    private final long[] counts;
    private final double[] borders;
    /** Number of values in the bins before. */
    private final long[] before;
    /** Number of bins before that are not empty. */
    private final int[] filled;
    /** Σ c·ln c of the bins before. */
    private final double[] information;

    /**
     * @param counts values in each bin
     * @param borders where one level's values end and the next one's begin, as shares of the window, rising
     */
    ClippedDivergence(long[] counts, double[] borders) {
        this.counts = counts;
        this.borders = borders;
        this.before = new long[counts.length + 1];
        this.filled = new int[counts.length + 1];
        this.information = new double[counts.length + 1];
        for (int bin = 0; bin < counts.length; bin++) {
            before[bin + 1] = before[bin] + counts[bin];
            filled[bin + 1] = filled[bin] + (counts[bin] > 0 ? 1 : 0);
            information[bin + 1] = information[bin] + timesLog(counts[bin]);
        }
    }

    int bins() {
        return counts.length;
    }

    /** Number of levels that are laid over a window: a window of fewer bins loses nothing by being quantized. */
    int levels() {
        return borders.length + 1;
    }

    /**
     * The divergence of the window {@code [from, to)}; infinite where it holds no value.
     *
     * @param from a bin
     * @param to above {@code from}
     */
    double of(int from, int to) {
        long inside = before[to] - before[from];
        if (inside == 0) {
            return Double.POSITIVE_INFINITY;
        }
        long all = before[counts.length];
        long below = before[from];
        long above = all - before[to];
        double crossed = 0;
        double first = 0;
        double last = 0;
        int start = from;
        for (int level = 0; level < levels() && start < to; level++) {
            int end = level < borders.length ? firstBeyond(borders[level], from, to) : to;
            long sum = before[end] - before[start];
            if (sum > 0) {
                double log = log(sum) - log(filled[end] - filled[start]);
                crossed += sum * log;
                first = start == from ? log : first;
                last = end == to ? log : last;
            }
            start = end;
        }
        Outermost low = outermost(below, from, first);
        Outermost high = outermost(above, to - 1, last);
        double information = information(from, to, below, above);
        double smoothed = (low.isEmpty() ? below : 0) + (high.isEmpty() ? above : 0);
        int empty = (low.isEmpty() ? 1 : 0) + (high.isEmpty() ? 1 : 0);
        // Σ P·ln(P/all) − Σ P·ln(Q/inside), where Q/inside of a smoothed bin is a share already.
        double cross = crossed + low.crossed() + high.crossed() - (all - smoothed) * Math.log(inside);
        cross += (all - smoothed) * Math.log(1 - empty * SMOOTHING);
        return (information - all * Math.log(all) - cross) / all;
    }

    /**
     * The values from outside in an outermost bin of the window.
     *
     * @param crossed number of them times ln of the bin's q
     */
    private record Outermost(double crossed, boolean isEmpty) {}

    private Outermost outermost(long outside, int bin, double log) {
        if (outside == 0) {
            return new Outermost(0, false);
        }
        return counts[bin] > 0
                ? new Outermost(outside * log, false)
                : new Outermost(outside * Math.log(SMOOTHING), true);
    }

    /** Σ P·ln P. */
    private double information(int from, int to, long below, long above) {
        int last = to - 1;
        if (from == last) {
            return timesLog(counts[from] + below + above);
        }
        return information[to]
                - information[from]
                - timesLog(counts[from])
                - timesLog(counts[last])
                + timesLog(counts[from] + below)
                + timesLog(counts[last] + above);
    }

    /** The first bin whose middle lies beyond a border; one on it belongs to the lower level. */
    private static int firstBeyond(double border, int from, int to) {
        int bin = from + (int) (border * (to - from) + 0.5 + TIE);
        return Math.max(from, Math.min(to, bin));
    }

    private static double timesLog(long count) {
        return count == 0 ? 0 : count * log(count);
    }

    private static double log(long count) {
        return count < LOGARITHMS.length ? LOGARITHMS[(int) count] : Math.log(count);
    }
}
