package org.bitwright.analysis;

/**
 * McNemar's exact test of two networks on the same samples (McNemar 1947): only samples on which they differ count, and
 * under the hypothesis that both are equally good each of those falls to either side like a coin.
 *
 * @param onlyFirst samples that the first network alone answers correctly
 * @param onlySecond samples that the second network alone answers correctly
 */
public record PairedTest(long onlyFirst, long onlySecond) {
    /** Probability below which two networks are called different. */
    public static final double LEVEL = 0.05;

    public PairedTest {
        if (onlyFirst < 0 || onlySecond < 0) {
            throw new IllegalArgumentException(onlyFirst + " and " + onlySecond + " samples");
        }
    }

    /** @throws IllegalArgumentException if the numbers of samples differ */
    public static PairedTest of(Outcomes first, Outcomes second) {
        return new PairedTest(first.rightWhereOtherIsWrong(second), second.rightWhereOtherIsWrong(first));
    }

    /**
     * Two-sided probability of a split at least as uneven: twice the lower tail of the binomial distribution with
     * probability ½, at most 1.
     */
    public double p() {
        long all = onlyFirst + onlySecond;
        long fewer = Math.min(onlyFirst, onlySecond);
        if (2 * fewer == all) {
            return 1;
        }
        // Terms of the tail, each from the one above it, relative to the largest: no term over- or underflows.
        double tail = 0;
        double term = 1;
        for (long k = fewer; k >= 0 && term > 1e-18; k--) {
            tail += term;
            term *= (double) k / (all - k + 1);
        }
        return Math.min(1, 2 * tail * Math.exp(logBinomial(all, fewer) - all * Math.log(2)));
    }

    /** Whether the networks are to be called different. */
    public boolean isDifferent() {
        return p() < LEVEL;
    }

    private static double logBinomial(long n, long k) {
        double sum = 0;
        for (long i = 1; i <= k; i++) {
            sum += Math.log((double) (n - k + i) / i);
        }
        return sum;
    }
}
