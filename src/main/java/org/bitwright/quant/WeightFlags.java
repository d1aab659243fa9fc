package org.bitwright.quant;

import java.util.List;
import java.util.stream.IntStream;

/**
 * What is unusual about a layer's weights, for the list of problems.
 *
 * @param nanCount number of NaN values
 * @param infiniteCount number of infinite values
 * @param deadChannels channels whose values are all zero, rising; NaN and infinity are no zeros
 * @param outlierChannels channels whose range is more than {@value #OUTLIER_FACTOR} times as wide as the median of the
 *     channels that have finite values other than 0, rising: one scale for the tensor leaves the others few levels
 */
public record WeightFlags(
        long nanCount, long infiniteCount, List<Integer> deadChannels, List<Integer> outlierChannels) {
    /** How many times the median width makes a channel an outlier. */
    public static final int OUTLIER_FACTOR = 8;

    public WeightFlags {
        deadChannels = List.copyOf(deadChannels);
        outlierChannels = List.copyOf(outlierChannels);
    }

    /** Whether there is nothing to tell. */
    public boolean isClean() {
        return nanCount == 0 && infiniteCount == 0 && deadChannels.isEmpty() && outlierChannels.isEmpty();
    }

    static WeightFlags of(GranuleStatistics statistics, long values) {
        long nan = 0;
        long finite = 0;
        for (int c = 0; c < statistics.granules(); c++) {
            nan += statistics.nan(c);
            finite += statistics.finiteCount(c);
        }
        return new WeightFlags(nan, values - nan - finite, dead(statistics, values), outliers(statistics));
    }

    private static List<Integer> dead(GranuleStatistics statistics, long values) {
        int channels = statistics.granules();
        return IntStream.range(0, channels)
                .filter(c -> statistics.isDead(c) && statistics.finiteCount(c) * channels == values)
                .boxed()
                .toList();
    }

    private static List<Integer> outliers(GranuleStatistics statistics) {
        double median = medianWidth(statistics);
        return IntStream.range(0, statistics.granules())
                .filter(c -> width(statistics, c) > OUTLIER_FACTOR * median)
                .boxed()
                .toList();
    }

    /** How many times as wide as the median a channel's range is; 0 where fewer than two channels have one. */
    static double widthToMedian(GranuleStatistics statistics, int channel) {
        return width(statistics, channel) / medianWidth(statistics);
    }

    /** Of the channels that are not dead; infinite where there are fewer than two, so that none is an outlier. */
    private static double medianWidth(GranuleStatistics statistics) {
        double[] widths = IntStream.range(0, statistics.granules())
                .filter(c -> !statistics.isDead(c))
                .mapToDouble(c -> width(statistics, c))
                .sorted()
                .toArray();
        return widths.length < 2
                ? Double.POSITIVE_INFINITY
                : (widths[(widths.length - 1) / 2] + widths[widths.length / 2]) / 2;
    }

    /** Of the range with 0 in it, as a grid covers it. */
    private static double width(GranuleStatistics statistics, int channel) {
        Range range = statistics.range(channel).withZero();
        return (double) range.max() - range.min();
    }
}
