package org.bitwright.quant;

/**
 * A histogram whose bins keep count, sum and sum of squares, so that the error of any grid follows from the bins in
 * O(bins), whatever the number of values. Immutable.
 */
public final class MomentHistogram {
    private final float min;
    private final float max;
    private final long[] counts;
    private final double[] sums;
    private final double[] squares;

    MomentHistogram(float min, float max, long[] counts, double[] sums, double[] squares) {
        this.min = min;
        this.max = max;
        this.counts = counts;
        this.sums = sums;
        this.squares = squares;
    }

    /** The least finite value, the lower edge of the first bin; 0 where there is none. */
    public float min() {
        return min;
    }

    /** The greatest finite value, the upper edge of the last bin; 0 where there is none. */
    public float max() {
        return max;
    }

    public int bins() {
        return counts.length;
    }

    /** Number of values in a bin. */
    public long count(int bin) {
        return counts[bin];
    }

    /** Lower edge of a bin; {@code lowerEdge(bins())} is {@link #max()}. */
    public double lowerEdge(int bin) {
        return min + ((double) max - min) * bin / counts.length;
    }

    /** Number of finite values. */
    public long total() {
        throw new UnsupportedOperationException("contract");
    }

    /** The estimated error of a grid, marked as such; exact where a bin holds one distinct value. */
    public QuantError estimate(Grid grid) {
        throw new UnsupportedOperationException("contract");
    }

    /** Number of quantized values that fall on each level of the grid, for drawing; estimated like the error. */
    public long[] levelCounts(Grid grid) {
        throw new UnsupportedOperationException("contract");
    }

    double sum(int bin) {
        return sums[bin];
    }

    double square(int bin) {
        return squares[bin];
    }
}
