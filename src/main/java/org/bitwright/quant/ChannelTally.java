package org.bitwright.quant;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Gathers the figures of each channel of an activation. One thread. */
final class ChannelTally {
    /** Bins of all channels together: some 256 KB. */
    static final int BINS_OF_ALL = 1 << 13;

    private static final int LEAST_BINS = 16;
    private static final int MOST_BINS = 1 << 8;

    /** {@link OrderedFloats}. */
    private final int[] least;

    private final int[] most;
    private final double[] sums;
    private final double[] squares;
    private final long[] finite;
    private final long[] zeros;
    /** Those that are not yet in {@link #zeros}. */
    private final int[] newZeros;

    private final GrowingHistogram[] histograms;
    /** Ends and zeros of the values that went into the histograms. */
    private final int[] sampledLeast;

    private final int[] sampledMost;
    private final long[] sampledZeros;
    private final boolean vectors = VectorModule.isOn();

    ChannelTally(int channels) {
        least = new int[channels];
        most = new int[channels];
        sums = new double[channels];
        squares = new double[channels];
        finite = new long[channels];
        zeros = new long[channels];
        newZeros = new int[channels];
        sampledLeast = new int[channels];
        sampledMost = new int[channels];
        sampledZeros = new long[channels];
        histograms = new GrowingHistogram[channels];
        int bins = Math.max(LEAST_BINS, Math.min(MOST_BINS, Integer.highestOneBit(BINS_OF_ALL / channels)));
        Arrays.setAll(histograms, channel -> new GrowingHistogram(bins));
        clear();
    }

    int channels() {
        return least.length;
    }

    void clear() {
        Arrays.fill(least, OrderedFloats.ABOVE);
        Arrays.fill(most, OrderedFloats.BELOW);
        Arrays.fill(sampledLeast, OrderedFloats.ABOVE);
        Arrays.fill(sampledMost, OrderedFloats.BELOW);
        Arrays.fill(sums, 0);
        Arrays.fill(squares, 0);
        Arrays.fill(finite, 0);
        Arrays.fill(zeros, 0);
        Arrays.fill(newZeros, 0);
        Arrays.fill(sampledZeros, 0);
        for (GrowingHistogram histogram : histograms) {
            histogram.clear();
        }
    }

    /** Adds finite values of one channel. */
    void addRun(int channel, float[] values, int from, int to, boolean sampled, EdgeTally.Scratch scratch) {
        PieceScan run = scratch.run;
        run.sums(values, from, to);
        int low = ordered(run.min);
        int high = ordered(run.max);
        least[channel] = Math.min(least[channel], low);
        most[channel] = Math.max(most[channel], high);
        sums[channel] += run.sum;
        squares[channel] += run.squares;
        finite[channel] += run.finite;
        zeros[channel] += run.zeros;
        if (sampled) {
            sampledLeast[channel] = Math.min(sampledLeast[channel], low);
            sampledMost[channel] = Math.max(sampledMost[channel], high);
            sampledZeros[channel] += run.zeros;
            histograms[channel].cover(run.min, run.max);
            histograms[channel].add(values, from, to, scratch.units);
        }
    }

    /**
     * Adds values of the channels {@code first}, {@code first + 1} … that lie side by side.
     *
     * @param clean whether all are finite
     */
    void addRow(int first, float[] values, int from, int to, boolean sampled, boolean clean) {
        int n = to - from;
        int done = vectors && clean
                ? VectorApiTally.row(values, from, n, first, least, most, newZeros, sums, squares)
                : 0;
        for (int i = done; i < n; i++) {
            int bits = Float.floatToRawIntBits(values[from + i]);
            double x = values[from + i];
            if (clean || Math.abs(x) <= Float.MAX_VALUE) {
                int ordered = OrderedFloats.of(bits);
                least[first + i] = Math.min(least[first + i], ordered);
                most[first + i] = Math.max(most[first + i], ordered);
                newZeros[first + i] += OrderedFloats.isZero(bits);
                sums[first + i] += x;
                squares[first + i] += x * x;
            } else {
                finite[first + i]--;
            }
        }
        for (int i = 0; i < n; i++) {
            finite[first + i]++;
        }
        if (sampled) {
            addSampled(first, values, from, n);
        }
    }

    private void addSampled(int first, float[] values, int from, int n) {
        for (int i = 0; i < n; i++) {
            float x = values[from + i];
            if (Math.abs(x) <= Float.MAX_VALUE) {
                int ordered = ordered(x);
                sampledLeast[first + i] = Math.min(sampledLeast[first + i], ordered);
                sampledMost[first + i] = Math.max(sampledMost[first + i], ordered);
                if (x == 0) {
                    sampledZeros[first + i]++;
                } else {
                    histograms[first + i].add(x);
                }
            }
        }
    }

    /** Adds what came after. */
    void add(ChannelTally next) {
        for (int c = 0; c < least.length; c++) {
            least[c] = Math.min(least[c], next.least[c]);
            most[c] = Math.max(most[c], next.most[c]);
            sampledLeast[c] = Math.min(sampledLeast[c], next.sampledLeast[c]);
            sampledMost[c] = Math.max(sampledMost[c], next.sampledMost[c]);
            sums[c] += next.sums[c];
            squares[c] += next.squares[c];
            finite[c] += next.finite[c];
            zeros[c] += next.zeros[c] + next.newZeros[c];
            sampledZeros[c] += next.sampledZeros[c];
            histograms[c].add(next.histograms[c]);
        }
    }

    List<EdgeChannel> list() {
        List<EdgeChannel> list = new ArrayList<>();
        for (int c = 0; c < least.length; c++) {
            double count = Math.max(1, finite[c]);
            list.add(new EdgeChannel(
                    finite[c],
                    zeros[c] + newZeros[c],
                    range(least[c], most[c]),
                    sums[c] / count,
                    squares[c] / count,
                    histograms[c].build(range(sampledLeast[c], sampledMost[c]), sampledZeros[c])));
        }
        return list;
    }

    private static int ordered(float x) {
        return OrderedFloats.of(Float.floatToRawIntBits(x));
    }

    private static Range range(int least, int most) {
        return least > most ? new Range(0, 0) : new Range(OrderedFloats.value(least), OrderedFloats.value(most));
    }
}
