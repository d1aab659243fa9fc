package org.bitwright.analysis;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/** Spearman's rank correlation (Spearman 1904): whether two measures put things in the same order. */
public final class Spearman {
    private Spearman() {}

    /**
     * Pearson's correlation of the ranks; equal values share the mean of their ranks.
     *
     * @return −1…1; NaN for fewer than two pairs, and where all values of one side are equal
     * @throws IllegalArgumentException if there are not as many values on both sides
     */
    public static double correlation(double[] x, double[] y) {
        if (x.length != y.length) {
            throw new IllegalArgumentException(x.length + " values and " + y.length);
        }
        double[] a = ranks(x);
        double[] b = ranks(y);
        // Ranks, ties or not, add up to n (n + 1) / 2.
        double mean = (x.length + 1) / 2.0;
        double product = 0;
        double squaresA = 0;
        double squaresB = 0;
        for (int i = 0; i < a.length; i++) {
            product += (a[i] - mean) * (b[i] - mean);
            squaresA += (a[i] - mean) * (a[i] - mean);
            squaresB += (b[i] - mean) * (b[i] - mean);
        }
        return squaresA == 0 || squaresB == 0 ? Double.NaN : product / Math.sqrt(squaresA * squaresB);
    }

    /** Ranks from 1; those of equal values are averaged. */
    static double[] ranks(double[] values) {
        int[] order = IntStream.range(0, values.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> values[i]))
                .mapToInt(Integer::intValue)
                .toArray();
        double[] ranks = new double[values.length];
        for (int from = 0; from < order.length; ) {
            int to = from + 1;
            while (to < order.length && values[order[to]] == values[order[from]]) {
                to++;
            }
            double shared = (from + 1 + to) / 2.0;
            Arrays.stream(order, from, to).forEach(i -> ranks[i] = shared);
            from = to;
        }
        return ranks;
    }
}
