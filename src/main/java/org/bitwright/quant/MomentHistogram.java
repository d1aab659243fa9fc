package org.bitwright.quant;

import java.util.Arrays;

/**
 * A histogram whose bins keep count, mean and spread, so that the error of any grid follows from the bins in O(bins),
 * whatever the number of values. Within a bin the values are taken as evenly spread around their mean, as wide as their
 * variance says: exact for a bin whose values go to one grid value, and close to the truth for one that is cut by
 * rounding borders or by the ends of the range. Immutable.
 */
public final class MomentHistogram {
    private final float min;
    private final float max;
    /** Lower edge of the first bin. */
    private final double origin;
    /** From there to the upper edge of the last bin. */
    private final double span;

    private final long[] counts;
    /** Mean of each bin as its distance from the bin's middle, in bin widths. */
    private final float[] offsets;
    /** Half the width of the even spread that has the bin's variance, in bin widths. */
    private final float[] spreads;

    /** Values that are 0, kept apart from the moments of their bin. */
    private final long zeros;

    private final int zeroBin;
    private final long total;

    MomentHistogram(float min, float max, long[] counts, float[] offsets, float[] spreads) {
        this(min, max, min, (double) max - min, counts, offsets, spreads, 0);
    }

    /**
     * Bins that need not end where the values do.
     *
     * @param counts of each bin, without the values that are 0
     * @param zeros number of those: many activations are exactly 0, and every grid keeps them
     */
    MomentHistogram(
            float min,
            float max,
            double origin,
            double span,
            long[] counts,
            float[] offsets,
            float[] spreads,
            long zeros) {
        this.min = min;
        this.max = max;
        this.origin = origin;
        this.span = span;
        this.counts = counts;
        this.offsets = offsets;
        this.spreads = spreads;
        this.zeros = zeros;
        this.zeroBin = span == 0 ? 0 : (int) Math.floor(-origin / (span / counts.length));
        this.total = Arrays.stream(counts).sum() + zeros;
    }

    /** The histogram of one granule, whose finite values have the ends of {@code range}. */
    static MomentHistogram of(float[] values, ChannelLayout layout, int channel, Range range, int bins) {
        HistogramBuilder builder = new HistogramBuilder(range, bins);
        for (int o = 0; o < layout.outer(); o++) {
            int at = (o * layout.channels() + channel) * layout.inner();
            builder.add(values, at, at + layout.inner());
        }
        return builder.build();
    }

    /** The least finite value, in the first bin; 0 where there is none. */
    public float min() {
        return min;
    }

    /** The greatest finite value, in the last bin; 0 where there is none. */
    public float max() {
        return max;
    }

    public int bins() {
        return counts.length;
    }

    /** Number of values in a bin. */
    public long count(int bin) {
        return bin == zeroBin ? counts[bin] + zeros : counts[bin];
    }

    /** Lower edge of a bin; {@code lowerEdge(bins())} is the upper edge of the last one. */
    public double lowerEdge(int bin) {
        return origin + span * bin / counts.length;
    }

    /** Number of finite values. */
    public long total() {
        return total;
    }

    /** The estimated error of a grid, marked as such; exact where a bin holds one distinct value. */
    public QuantError estimate(Grid grid) {
        return HistogramEstimate.of(this, grid);
    }

    /** Number of quantized values that fall on each level of the grid, for drawing; estimated like the error. */
    public long[] levelCounts(Grid grid) {
        return LevelCounts.of(this, grid);
    }

    double binWidth() {
        return span / counts.length;
    }

    /** Number of values in a bin that its mean and spread speak of: all but the {@link #zeros()}. */
    long spreadCount(int bin) {
        return counts[bin];
    }

    /** Number of values that are 0 and are kept apart; 0 where they were not. */
    long zeros() {
        return zeros;
    }

    /** Distance of a bin's mean from its middle, in bin widths. */
    double offset(int bin) {
        return offsets[bin];
    }

    /** {@link #spread} in bin widths. */
    double spreadInBins(int bin) {
        return spreads[bin];
    }

    /** Mean of the values of a bin that has any. */
    double mean(int bin) {
        return origin + (bin + 0.5 + offsets[bin]) * binWidth();
    }

    /** Half the width over which the values of a bin are taken as evenly spread around their mean. */
    double spread(int bin) {
        return spreads[bin] * binWidth();
    }
}
