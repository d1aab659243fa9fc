package org.bitwright.quant;

import org.bitwright.task.CancelToken;
import org.bitwright.task.Parallel;

/**
 * What is known of each granule of a tensor without looking at its values again: the ends, the sum of magnitudes and
 * the numbers of finite, NaN and infinite values.
 */
final class ChannelStatistics {
    private final float[] min;
    private final float[] max;
    private final double[] sumMagnitude;
    private final int[] finite;
    private final int[] nan;

    private ChannelStatistics(int channels) {
        min = new float[channels];
        max = new float[channels];
        sumMagnitude = new double[channels];
        finite = new int[channels];
        nan = new int[channels];
    }

    static ChannelStatistics of(float[] values, ChannelLayout layout, CancelToken cancel) {
        ChannelStatistics statistics = new ChannelStatistics(layout.channels());
        Parallel.forSlices(layout.channels(), cancel, channel -> statistics.measure(values, layout, channel));
        return statistics;
    }

    private void measure(float[] values, ChannelLayout layout, int channel) {
        float low = Float.POSITIVE_INFINITY;
        float high = Float.NEGATIVE_INFINITY;
        double sum = 0;
        int count = 0;
        for (int o = 0; o < layout.outer(); o++) {
            int at = (o * layout.channels() + channel) * layout.inner();
            for (int i = at; i < at + layout.inner(); i++) {
                float x = values[i];
                if (Float.isFinite(x)) {
                    low = Math.min(low, x);
                    high = Math.max(high, x);
                    sum += Math.abs(x);
                    count++;
                } else if (Float.isNaN(x)) {
                    nan[channel]++;
                }
            }
        }
        min[channel] = count == 0 ? 0 : low;
        max[channel] = count == 0 ? 0 : high;
        sumMagnitude[channel] = sum;
        finite[channel] = count;
    }

    int channels() {
        return min.length;
    }

    /** The smallest and the largest finite value; 0 … 0 where there is none. */
    Range range(int channel) {
        return new Range(min[channel], max[channel]);
    }

    /** Mean magnitude of the finite values; 0 where there is none. */
    double meanMagnitude(int channel) {
        return finite[channel] == 0 ? 0 : sumMagnitude[channel] / finite[channel];
    }

    int finite(int channel) {
        return finite[channel];
    }

    int nan(int channel) {
        return nan[channel];
    }

    /** Whether nothing but zeros and non-finite values is there. */
    boolean isDead(int channel) {
        return min[channel] == 0 && max[channel] == 0;
    }
}
