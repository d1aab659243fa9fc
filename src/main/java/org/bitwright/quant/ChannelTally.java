package org.bitwright.quant;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Gathers the figures of each channel of an activation. One thread. */
final class ChannelTally {
    /** Bins of all channels together: some 512 KB. */
    static final int BINS_OF_ALL = 1 << 14;

    private static final int LEAST_BINS = 16;
    private static final int MOST_BINS = 1 << 8;

    private final float[] min;
    private final float[] max;
    private final double[] sums;
    private final double[] squares;
    private final long[] finite;
    private final long[] zeros;
    private final GrowingHistogram[] histograms;
    /** Ends and zeros of the values that went into the histograms. */
    private final float[] sampledMin;

    private final float[] sampledMax;
    private final long[] sampledZeros;

    ChannelTally(int channels) {
        min = new float[channels];
        max = new float[channels];
        sums = new double[channels];
        squares = new double[channels];
        finite = new long[channels];
        zeros = new long[channels];
        sampledMin = new float[channels];
        sampledMax = new float[channels];
        sampledZeros = new long[channels];
        histograms = new GrowingHistogram[channels];
        int bins = Math.max(LEAST_BINS, Math.min(MOST_BINS, Integer.highestOneBit(BINS_OF_ALL / channels)));
        Arrays.setAll(histograms, channel -> new GrowingHistogram(bins));
        clear();
    }

    int channels() {
        return min.length;
    }

    void clear() {
        Arrays.fill(min, Float.POSITIVE_INFINITY);
        Arrays.fill(max, Float.NEGATIVE_INFINITY);
        Arrays.fill(sampledMin, Float.POSITIVE_INFINITY);
        Arrays.fill(sampledMax, Float.NEGATIVE_INFINITY);
        Arrays.fill(sums, 0);
        Arrays.fill(squares, 0);
        Arrays.fill(finite, 0);
        Arrays.fill(zeros, 0);
        Arrays.fill(sampledZeros, 0);
        for (GrowingHistogram histogram : histograms) {
            histogram.clear();
        }
    }

    /** Adds a run of one channel that was looked at. */
    void add(int channel, PieceScan scan) {
        min[channel] = Math.min(min[channel], scan.min);
        max[channel] = Math.max(max[channel], scan.max);
        sums[channel] += scan.sum;
        squares[channel] += scan.squares;
        finite[channel] += scan.finite;
        zeros[channel] += scan.zeros;
    }

    /** Adds values of the channels {@code first}, {@code first + 1} … that lie side by side. */
    void addRow(float[] values, int from, int to, int first) {
        int shift = from - first;
        for (int i = from; i < to; i++) {
            float x = values[i];
            if (Math.abs(x) <= Float.MAX_VALUE) {
                int channel = i - shift;
                min[channel] = Math.min(min[channel], x + 0f);
                max[channel] = Math.max(max[channel], x + 0f);
                sums[channel] += x;
                squares[channel] += (double) x * x;
                finite[channel]++;
                zeros[channel] += x == 0 ? 1 : 0;
            }
        }
    }

    /** Adds values of one channel to its histogram. */
    void addToHistogram(int channel, float[] values, int from, int to, PieceScan scan, long[] units) {
        if (scan.isEmpty()) {
            return;
        }
        sampledMin[channel] = Math.min(sampledMin[channel], scan.min);
        sampledMax[channel] = Math.max(sampledMax[channel], scan.max);
        sampledZeros[channel] += scan.zeros;
        histograms[channel].cover(scan.min, scan.max);
        histograms[channel].add(values, from, to, units);
    }

    /** Adds what came after. */
    void add(ChannelTally next) {
        for (int channel = 0; channel < min.length; channel++) {
            min[channel] = Math.min(min[channel], next.min[channel]);
            max[channel] = Math.max(max[channel], next.max[channel]);
            sampledMin[channel] = Math.min(sampledMin[channel], next.sampledMin[channel]);
            sampledMax[channel] = Math.max(sampledMax[channel], next.sampledMax[channel]);
            sums[channel] += next.sums[channel];
            squares[channel] += next.squares[channel];
            finite[channel] += next.finite[channel];
            zeros[channel] += next.zeros[channel];
            sampledZeros[channel] += next.sampledZeros[channel];
            histograms[channel].add(next.histograms[channel]);
        }
    }

    List<EdgeChannel> list() {
        List<EdgeChannel> list = new ArrayList<>();
        for (int c = 0; c < min.length; c++) {
            Range range = range(min[c], max[c]);
            Range sampled = range(sampledMin[c], sampledMax[c]);
            double count = Math.max(1, finite[c]);
            list.add(new EdgeChannel(
                    finite[c],
                    zeros[c],
                    range,
                    sums[c] / count,
                    squares[c] / count,
                    histograms[c].build(sampled, sampledZeros[c])));
        }
        return list;
    }

    private static Range range(float min, float max) {
        return min > max ? new Range(0, 0) : new Range(min, max);
    }
}
