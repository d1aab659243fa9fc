package org.bitwright.training.graph.rule;

/**
 * Mean and variance of each channel as a batch normalization keeps them, and whether it follows the batches it sees. Not
 * safe for use by several threads at once.
 */
public final class RunningStatistics {
    private final String meanName;
    private final String varianceName;
    private final float[] mean;
    private final float[] variance;
    private final double momentum;
    private boolean following;

    /**
     * @param meanName name of the constant that holds the mean, {@code varianceName} of that with the variance
     * @param momentum share of the old values that stays at each batch
     */
    public RunningStatistics(String meanName, String varianceName, float[] mean, float[] variance, double momentum) {
        this.meanName = meanName;
        this.varianceName = varianceName;
        this.mean = mean.clone();
        this.variance = variance.clone();
        this.momentum = momentum;
    }

    public String meanName() {
        return meanName;
    }

    public String varianceName() {
        return varianceName;
    }

    /** The mean of each channel as it is now; a copy. */
    public float[] mean() {
        return mean.clone();
    }

    /** The variance of each channel as it is now; a copy. */
    public float[] variance() {
        return variance.clone();
    }

    /** Sets both, as when a run is taken up again. */
    public void set(float[] newMean, float[] newVariance) {
        System.arraycopy(newMean, 0, mean, 0, mean.length);
        System.arraycopy(newVariance, 0, variance, 0, variance.length);
    }

    /** Whether passes normalize by their batch and these follow; until it is said, passes normalize by these. */
    public void follow(boolean follows) {
        this.following = follows;
    }

    boolean following() {
        return following;
    }

    float[] currentMean() {
        return mean;
    }

    float[] currentVariance() {
        return variance;
    }

    void follow(double[] batchMean, double[] batchVariance) {
        for (int i = 0; i < mean.length; i++) {
            mean[i] = (float) (momentum * mean[i] + (1 - momentum) * batchMean[i]);
            variance[i] = (float) (momentum * variance[i] + (1 - momentum) * batchVariance[i]);
        }
    }
}
