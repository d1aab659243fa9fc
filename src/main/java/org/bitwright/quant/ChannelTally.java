package org.bitwright.quant;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Gathers the figures of each channel of an activation. One thread. */
final class ChannelTally {
    /** Bins of all channels together: some 256 KB. */
    static final int BINS_OF_ALL = 1 << 13;

    private static final int CHANNEL_BYTES = 4 * Integer.BYTES + 3 * Long.BYTES + 2 * Double.BYTES;
    private static final int LEAST_BINS = 16;
    private static final int MOST_BINS = 1 << 8;

    private final int channels;
    /** Places of each channel in the arrays, so that vectors keep their lanes apart; half as many of sums. */
    private final int lanes;

    /** By lane; those of zeros are not in {@link #zeros}. */
    private final ChannelLanes all;

    private final long[] finite;
    private final long[] zeros;

    private final GrowingHistogram[] histograms;
    /** Ends and zeros of the values that went into the histograms. */
    private final int[] sampledLeast;

    private final int[] sampledMost;
    private final long[] sampledZeros;
    private final boolean vectors = VectorModule.isOn();

    /** @param runs whether the values of a channel mostly lie side by side */
    ChannelTally(int channels, boolean runs) {
        this.channels = channels;
        lanes = vectors && runs ? VectorApiTally.LANES : 1;
        all = new ChannelLanes(channels * lanes, channels * sumLanes());
        finite = new long[channels];
        zeros = new long[channels];
        sampledLeast = new int[channels];
        sampledMost = new int[channels];
        sampledZeros = new long[channels];
        histograms = new GrowingHistogram[channels];
        int bins = Math.max(LEAST_BINS, Math.min(MOST_BINS, Integer.highestOneBit(BINS_OF_ALL / channels)));
        SpareBins spare = new SpareBins();
        Arrays.setAll(histograms, channel -> new GrowingHistogram(bins, spare));
        clear();
    }

    int channels() {
        return channels;
    }

    private int sumLanes() {
        return Math.max(1, lanes / 2);
    }

    void clear() {
        all.clear();
        Arrays.fill(sampledLeast, OrderedFloats.ABOVE);
        Arrays.fill(sampledMost, OrderedFloats.BELOW);
        Arrays.fill(finite, 0);
        Arrays.fill(zeros, 0);
        Arrays.fill(sampledZeros, 0);
        for (GrowingHistogram histogram : histograms) {
            histogram.clear();
        }
    }

    /** Adds finite values of one channel. */
    void addRun(int channel, float[] values, int from, int to, boolean sampled, EdgeTally.Scratch scratch) {
        if (lanes > 1 && to - from >= lanes) {
            VectorApiTally.run(values, from, to, channel * lanes, all);
            finite[channel] += to - from;
        } else {
            addShortRun(channel, values, from, to);
        }
        if (sampled) {
            addSampledRun(channel, values, from, to, scratch);
        }
    }

    /** Adds them here, and what becomes of them where those below 0 are made 0 to another. */
    void addRun(
            int channel,
            float[] values,
            int from,
            int to,
            boolean sampled,
            ChannelTally rectified,
            EdgeTally.Scratch scratch) {
        int n = to - from;
        if (lanes > 1 && lanes == rectified.lanes && n >= lanes && !sampled) {
            VectorApiTally.runRectified(values, from, to, channel * lanes, all, rectified.all);
            finite[channel] += n;
            rectified.finite[channel] += n;
        } else {
            addRun(channel, values, from, to, sampled, scratch);
            EdgeTally.rectify(values, from, n, scratch.rectified);
            rectified.addRun(channel, scratch.rectified, 0, n, sampled, scratch);
        }
    }

    private void addShortRun(int channel, float[] values, int from, int to) {
        int low = OrderedFloats.ABOVE;
        int high = OrderedFloats.BELOW;
        int count = 0;
        double sum = 0;
        double square = 0;
        for (int i = from; i < to; i++) {
            int bits = Float.floatToRawIntBits(values[i]);
            double x = values[i];
            low = Math.min(low, OrderedFloats.of(bits));
            high = Math.max(high, OrderedFloats.of(bits));
            count += OrderedFloats.isZero(bits);
            sum += x;
            square += x * x;
        }
        add(channel, low, high, count, sum, square, to - from);
    }

    private void add(int channel, int low, int high, long zeroCount, double sum, double square, long count) {
        int place = channel * lanes;
        all.least[place] = Math.min(all.least[place], low);
        all.most[place] = Math.max(all.most[place], high);
        all.sums[channel * sumLanes()] += sum;
        all.squares[channel * sumLanes()] += square;
        zeros[channel] += zeroCount;
        finite[channel] += count;
    }

    private void addSampledRun(int channel, float[] values, int from, int to, EdgeTally.Scratch scratch) {
        PieceScan run = scratch.run;
        run.of(values, from, to);
        sampledLeast[channel] = Math.min(sampledLeast[channel], ordered(run.min));
        sampledMost[channel] = Math.max(sampledMost[channel], ordered(run.max));
        sampledZeros[channel] += run.zeros;
        histograms[channel].cover(run.min, run.max);
        histograms[channel].add(values, from, to, scratch.units);
    }

    /**
     * Adds values of the channels {@code first}, {@code first + 1} … that lie side by side.
     *
     * @param clean whether all are finite
     */
    void addRow(int first, float[] values, int from, int to, boolean sampled, boolean clean) {
        int n = to - from;
        int done = vectors && clean && lanes == 1 ? VectorApiTally.row(values, from, n, first, all) : 0;
        for (int i = done; i < n; i++) {
            int bits = Float.floatToRawIntBits(values[from + i]);
            double x = values[from + i];
            if (clean || Math.abs(x) <= Float.MAX_VALUE) {
                int ordered = OrderedFloats.of(bits);
                add(first + i, ordered, ordered, OrderedFloats.isZero(bits), x, x * x, 1);
            }
        }
        for (int i = 0; i < done; i++) {
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
        for (int c = 0; c < channels; c++) {
            add(c, next.least(c), next.most(c), next.zeros(c), next.sum(c), next.square(c), next.finite[c]);
            sampledLeast[c] = Math.min(sampledLeast[c], next.sampledLeast[c]);
            sampledMost[c] = Math.max(sampledMost[c], next.sampledMost[c]);
            sampledZeros[c] += next.sampledZeros[c];
            histograms[c].add(next.histograms[c]);
        }
    }

    /** Bytes that all channels are written in. */
    int bytes() {
        int bytes = channels * CHANNEL_BYTES;
        for (GrowingHistogram histogram : histograms) {
            bytes += histogram.bytes();
        }
        return bytes;
    }

    /** Writes all channels in {@link #bytes()} bytes. */
    void write(ByteBuffer into) {
        for (int c = 0; c < channels; c++) {
            into.putInt(least(c)).putInt(most(c)).putLong(zeros(c)).putLong(finite[c]);
            into.putDouble(sum(c)).putDouble(square(c));
            into.putInt(sampledLeast[c]).putInt(sampledMost[c]).putLong(sampledZeros[c]);
            histograms[c].write(into);
        }
    }

    /** Takes as many channels that were written. Nothing was added to this one. */
    void read(ByteBuffer from) {
        for (int c = 0; c < channels; c++) {
            int low = from.getInt();
            int high = from.getInt();
            long zeroCount = from.getLong();
            long count = from.getLong();
            add(c, low, high, zeroCount, from.getDouble(), from.getDouble(), count);
            sampledLeast[c] = from.getInt();
            sampledMost[c] = from.getInt();
            sampledZeros[c] = from.getLong();
            histograms[c].read(from);
        }
    }

    private int least(int channel) {
        int low = OrderedFloats.ABOVE;
        for (int i = channel * lanes; i < (channel + 1) * lanes; i++) {
            low = Math.min(low, all.least[i]);
        }
        return low;
    }

    private int most(int channel) {
        int high = OrderedFloats.BELOW;
        for (int i = channel * lanes; i < (channel + 1) * lanes; i++) {
            high = Math.max(high, all.most[i]);
        }
        return high;
    }

    private long zeros(int channel) {
        long count = zeros[channel];
        for (int i = channel * lanes; i < (channel + 1) * lanes; i++) {
            count += all.zeros[i];
        }
        return count;
    }

    private double sum(int channel) {
        return together(all.sums, channel);
    }

    private double square(int channel) {
        return together(all.squares, channel);
    }

    private double together(double[] parts, int channel) {
        double sum = 0;
        for (int i = channel * sumLanes(); i < (channel + 1) * sumLanes(); i++) {
            sum += parts[i];
        }
        return sum;
    }

    List<EdgeChannel> list() {
        List<EdgeChannel> list = new ArrayList<>();
        for (int c = 0; c < channels; c++) {
            double count = Math.max(1, finite[c]);
            list.add(new EdgeChannel(
                    finite[c],
                    zeros(c),
                    range(least(c), most(c)),
                    sum(c) / count,
                    square(c) / count,
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
