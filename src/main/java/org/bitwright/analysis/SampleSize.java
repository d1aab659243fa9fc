package org.bitwright.analysis;

/**
 * How many samples a paired test needs to tell a loss of accuracy from chance. Samples on which two networks differ are
 * what it counts; the more there are that cancel out, the more samples it takes.
 */
public final class SampleSize {
    /** 97.5 % quantile of the standard normal distribution: a two-sided test at {@link PairedTest#LEVEL}. */
    private static final double LEVEL_QUANTILE = 1.959963984540054;

    /** 80 % quantile: the loss is found four times out of five. */
    private static final double POWER_QUANTILE = 0.8416212335729143;

    private SampleSize() {}

    /**
     * Samples with which McNemar's test at 5 % finds a loss four times out of five: (1.96·√ψ + 0.84·√(ψ − δ²))² / δ²
     * (Connor 1987, "Sample size for testing differences in proportions for the paired-sample design", Biometrics 43;
     * after Miettinen 1968).
     *
     * @param loss δ, difference of the two accuracies, 0…1; 0 gives {@link Long#MAX_VALUE}
     * @param discordance ψ, share of the samples that one network alone answers correctly; taken as the loss where it
     *     is smaller, as it cannot be
     */
    public static long of(double loss, double discordance) {
        if (!(loss >= 0 && loss <= 1)) {
            throw new IllegalArgumentException("a loss of accuracy lies in 0 to 1, not " + loss);
        }
        double discordant = Math.max(loss, Math.min(1, discordance));
        double root = LEVEL_QUANTILE * Math.sqrt(discordant)
                + POWER_QUANTILE * Math.sqrt(Math.max(0, discordant - loss * loss));
        return loss == 0 ? Long.MAX_VALUE : (long) Math.ceil(root * root / (loss * loss));
    }

    /** The same with the share of samples on which two networks were seen to differ. */
    public static long of(double loss, Outcomes first, Outcomes second) {
        PairedTest test = PairedTest.of(first, second);
        return of(loss, (double) (test.onlyFirst() + test.onlySecond()) / Math.max(1, first.samples()));
    }
}
