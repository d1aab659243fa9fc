package org.bitwright.analysis;

import java.util.function.DoubleUnaryOperator;

/**
 * Score interval of the difference between two shares of the same samples (Tango 1998): it holds its level also where
 * few samples tell the two apart, or none.
 *
 * @param low −1…1
 * @param high −1…1
 */
public record PairedInterval(double low, double high) {
    private static final int HALVINGS = 60;

    /**
     * Of ({@code onlyFirst} − {@code onlySecond}) / {@code samples}.
     *
     * @param onlyFirst samples that count for the first share alone
     * @param onlySecond samples that count for the second share alone
     * @param samples all of them, at least one
     * @param z quantile of the standard normal distribution: 1.96 for 95 %
     */
    public static PairedInterval of(long onlyFirst, long onlySecond, long samples, double z) {
        if (samples < 1 || onlyFirst < 0 || onlySecond < 0 || onlyFirst + onlySecond > samples) {
            throw new IllegalArgumentException(onlyFirst + " and " + onlySecond + " of " + samples + " samples");
        }
        DoubleUnaryOperator score = difference -> score(onlyFirst, onlySecond, samples, difference);
        return new PairedInterval(solve(score, z), solve(score, -z));
    }

    /** Where the score, which falls from −1 to 1, passes a value. */
    private static double solve(DoubleUnaryOperator score, double value) {
        double from = -1;
        double to = 1;
        for (int i = 0; i < HALVINGS; i++) {
            double middle = (from + to) / 2;
            if (score.applyAsDouble(middle) > value) {
                from = middle;
            } else {
                to = middle;
            }
        }
        return (from + to) / 2;
    }

    /** The difference found less one supposed, over its standard error if that one were true. */
    private static double score(double b, double c, double n, double supposed) {
        // The likeliest share of the samples that count for the second alone, under what is supposed.
        double linear = (2 * n - b + c) * supposed - b - c;
        double constant = -c * supposed * (1 - supposed);
        double share = (Math.sqrt(Math.max(0, linear * linear - 8 * n * constant)) - linear) / (4 * n);
        double variance = n * (2 * share + supposed * (1 - supposed));
        double excess = b - c - n * supposed;
        return excess == 0 ? 0 : excess / Math.sqrt(Math.max(0, variance));
    }
}
