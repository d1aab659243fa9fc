package org.bitwright.quant;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Gathers the figures of each channel of an activation. One thread. */
final class ChannelTally {
    private static final int CHANNEL_BYTES = 2 * Integer.BYTES + 2 * Long.BYTES + 2 * Double.BYTES;

    /** Bytes that a channel is written in at least. */
    static final int LEAST_BYTES = CHANNEL_BYTES + SampledHistograms.CHANNEL_BYTES;

    private final int channels;
    /** Places of each channel in the arrays, so that vectors keep their lanes apart; half as many of sums. */
    private final int lanes;

    /** By lane; the numbers there are not in {@link #others}. */
    private final ChannelLanes all;

    private final long[] finite;
    /** Numbers of values that are not 0. */
    private final long[] others;

    /** Of some samples. */
    private final SampledHistograms histograms;

    private final boolean vectors = VectorModule.isOn();

    /** @param runs whether the values of a channel mostly lie side by side */
    ChannelTally(int channels, boolean runs) {
        this.channels = channels;
        lanes = vectors && runs ? VectorApiTally.LANES : 1;
        all = new ChannelLanes(channels * lanes, channels * sumLanes());
        finite = new long[channels];
        others = new long[channels];
        histograms = new SampledHistograms(channels);
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
        Arrays.fill(finite, 0);
        Arrays.fill(others, 0);
        histograms.clear();
    }

    /** Adds values of a sample that the histograms are made of, besides the other methods. */
    SampledHistograms histograms() {
        return histograms;
    }

    /**
     * Runs of values of one channel in a piece: at {@code first}, {@code first + period} … before {@code end}.
     *
     * @param inner values of a run
     */
    record Runs(int first, int end, int inner, int period) {
        /** Values {@code from} … {@code to − 1}. */
        static Runs one(int from, int to) {
            return new Runs(from, to, to - from, to - from);
        }

        int number() {
            return (end - first + period - 1) / period;
        }

        int values() {
            return number() * inner;
        }
    }

    /** Adds finite values of one channel. */
    void addRuns(int channel, float[] values, Runs runs) {
        if (lanes > 1 && runs.inner() >= lanes) {
            VectorApiTally.runs(values, runs, channel * lanes, all);
            finite[channel] += runs.values();
            return;
        }
        for (int from = runs.first(); from < runs.end(); from += runs.period()) {
            addShortRun(channel, values, from, from + runs.inner());
        }
    }

    /** Adds them here, and what becomes of them where those below 0 are made 0 to another. */
    void addRuns(int channel, float[] values, Runs runs, ChannelTally rectified, EdgeTally.Scratch scratch) {
        if (lanes > 1 && lanes == rectified.lanes && runs.inner() >= lanes) {
            VectorApiTally.runsRectified(values, runs, channel * lanes, all, rectified.all);
            finite[channel] += runs.values();
            rectified.finite[channel] += runs.values();
            return;
        }
        addRuns(channel, values, runs);
        for (int from = runs.first(); from < runs.end(); from += runs.period()) {
            EdgeTally.rectify(values, from, runs.inner(), scratch.rectified);
            rectified.addRuns(channel, scratch.rectified, Runs.one(0, runs.inner()));
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
        others[channel] += count - zeroCount;
        finite[channel] += count;
    }

    /**
     * Adds values of the channels {@code first}, {@code first + 1} … that lie side by side.
     *
     * @param clean whether all are finite
     */
    void addRow(int first, float[] values, int from, int to, boolean clean) {
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
    }

    /** Adds what came after. */
    void add(ChannelTally next) {
        for (int c = 0; c < channels; c++) {
            add(c, next.least(c), next.most(c), next.zeros(c), next.sum(c), next.square(c), next.finite[c]);
        }
        histograms.add(next.histograms);
    }

    /** Bytes that all channels are written in. */
    int bytes() {
        return channels * CHANNEL_BYTES + histograms.bytes();
    }

    /** Writes all channels in {@link #bytes()} bytes. */
    void write(ByteBuffer into) {
        for (int c = 0; c < channels; c++) {
            into.putInt(least(c)).putInt(most(c)).putLong(zeros(c)).putLong(finite[c]);
            into.putDouble(sum(c)).putDouble(square(c));
        }
        histograms.write(into);
    }

    /**
     * Takes as many channels that were written. Nothing was added to this one.
     *
     * @throws RuntimeException if they were not
     */
    void read(ByteBuffer from) {
        for (int c = 0; c < channels; c++) {
            int low = from.getInt();
            int high = from.getInt();
            long zeroCount = from.getLong();
            long count = from.getLong();
            OrderedFloats.range(low, high); // refuses ends that are none
            if (zeroCount < 0 || zeroCount > count) {
                throw new IllegalArgumentException(zeroCount + " zeros among " + count + " values");
            }
            add(c, low, high, zeroCount, from.getDouble(), from.getDouble(), count);
        }
        histograms.read(from);
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
        long count = finite[channel] - others[channel];
        for (int i = channel * lanes; i < (channel + 1) * lanes; i++) {
            count -= all.others[i];
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
                    OrderedFloats.range(least(c), most(c)),
                    sum(c) / count,
                    square(c) / count,
                    histograms.build(c)));
        }
        return list;
    }
}
