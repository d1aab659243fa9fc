package org.bitwright.quant;

import java.util.List;

/**
 * What flowed through one activation while calibration data ran: all that calibrators and error estimates need, whatever
 * the number of samples. Immutable, shared between threads; some 150 KB, and a little for each channel.
 *
 * <p>Only finite values count for the ranges. The averaged ends are those of torch's
 * {@code MovingAverageMinMaxObserver}: the first round's, then moved by {@value AveragedRange#MOMENTUM} of the difference to
 * each later round's; a round is 32 samples, or as many whole batches as are needed for it.
 *
 * @param edge name of the value
 * @param histogram of the finite values, zeros included; its error estimates keep zeros apart
 * @param zeros number of values that are 0
 * @param nanCount number of values that are NaN
 * @param infiniteCount number of infinite values
 * @param averaged the moving average of the rounds' least and greatest values; 0 … 0 where no value is finite
 * @param channels one for each; empty where the activation has no channel axis, or its extent changes
 */
public record EdgeStatistics(
        String edge,
        MomentHistogram histogram,
        long zeros,
        long nanCount,
        long infiniteCount,
        Range averaged,
        List<EdgeChannel> channels) {
    public EdgeStatistics {
        channels = List.copyOf(channels);
    }

    /** Number of finite values. */
    public long count() {
        return histogram.total();
    }

    /** The least and the greatest finite value; 0 … 0 where there is none. */
    public Range range() {
        return new Range(histogram.min(), histogram.max());
    }

    /** Share of the finite values that are 0, 0…1. */
    public double zeroShare() {
        return count() == 0 ? 0 : (double) zeros / count();
    }

    /** The estimated error of a grid on the activation. */
    public QuantError estimate(Grid grid) {
        return histogram.estimate(grid);
    }

    /**
     * The estimated error of a grid on each channel, from the samples of {@link EdgeChannel#histogram}: what channels
     * contribute, not how many values they have.
     */
    public List<QuantError> channelErrors(Grid grid) {
        return channels.stream()
                .map(channel -> channel.histogram().estimate(grid))
                .toList();
    }
}
