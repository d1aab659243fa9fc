package org.bitwright.analysis;

/**
 * Correct answers among samples, with the 95 % Wilson score interval (Wilson 1927).
 *
 * @param correct 0…{@code samples}
 * @param samples number of samples; 0 where nothing was measured
 */
public record Accuracy(long correct, long samples) {
    /** 97.5 % quantile of the standard normal distribution. */
    private static final double Z = 1.959963984540054;

    public Accuracy {
        if (samples < 0 || correct < 0 || correct > samples) {
            throw new IllegalArgumentException(correct + " correct of " + samples);
        }
    }

    /** Share of correct answers, 0…1; NaN for no samples. */
    public double top1() {
        return (double) correct / samples;
    }

    /** Lower end of the interval, 0…1; NaN for no samples. */
    public double low() {
        return correct == 0 && samples > 0 ? 0 : Math.max(0, centre() - half());
    }

    /** Upper end of the interval, 0…1; NaN for no samples. */
    public double high() {
        return correct == samples && samples > 0 ? 1 : Math.min(1, centre() + half());
    }

    public Accuracy plus(Accuracy other) {
        return new Accuracy(correct + other.correct, samples + other.samples);
    }

    private double centre() {
        double n = samples;
        return (correct + Z * Z / 2) / (n + Z * Z);
    }

    private double half() {
        double n = samples;
        double p = correct / n;
        return samples == 0 ? Double.NaN : Z / (n + Z * Z) * Math.sqrt(n * p * (1 - p) + Z * Z / 4);
    }
}
