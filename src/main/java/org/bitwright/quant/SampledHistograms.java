package org.bitwright.quant;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Histograms of the channels of an activation, made of all values of some samples. The values are kept as they come and
 * counted channel by channel once they are many: a channel has few in one sample, and until the next sample comes the
 * histograms of all channels have left the caches. One thread.
 */
final class SampledHistograms {
    /** Bins of all channels together: some 256 KB. */
    private static final int BINS_OF_ALL = 1 << 13;

    private static final int LEAST_BINS = 16;
    private static final int MOST_BINS = 1 << 8;

    /** Values that are kept at most. */
    static final int MOST_KEPT = 1 << 16;

    /** Memory of the histograms of an activation, about. */
    static final long BYTES = 32L * BINS_OF_ALL + Float.BYTES * MOST_KEPT;

    private static final int HEAD_BYTES = 3 * Integer.BYTES;
    /** Bytes that a channel is written in at least. */
    static final int CHANNEL_BYTES = 3 * Integer.BYTES + Long.BYTES;

    /** Values of a channel that are counted together at most. */
    private static final int TOGETHER = 1 << 10;

    private final int channels;
    private final int bins;
    private final SpareBins spare = new SpareBins();
    /** Those of channels of which something was counted. */
    private final @Nullable GrowingHistogram[] histograms;

    /** Ends of what was counted, {@link OrderedFloats}. */
    private final int[] least;

    private final int[] most;
    private final long[] zeros;

    /** Values that are not yet counted, in a row as in their samples. */
    private float[] kept = new float[0];

    private int size;
    /** Place of the first that is kept in its sample. */
    private int start;
    /** Values of a channel that lie side by side. */
    private int inner = 1;

    SampledHistograms(int channels) {
        this.channels = channels;
        bins = Math.max(LEAST_BINS, Math.min(MOST_BINS, Integer.highestOneBit(BINS_OF_ALL / channels)));
        histograms = new GrowingHistogram[channels];
        least = new int[channels];
        most = new int[channels];
        zeros = new long[channels];
        clear();
    }

    void clear() {
        size = 0;
        Arrays.fill(least, OrderedFloats.ABOVE);
        Arrays.fill(most, OrderedFloats.BELOW);
        Arrays.fill(zeros, 0);
        for (GrowingHistogram histogram : histograms) {
            if (histogram != null) {
                histogram.clear();
            }
        }
    }

    /**
     * Adds the finite ones among values that lie side by side in a sample.
     *
     * @param place of the first in its sample
     * @param runs how many of a channel lie side by side
     */
    void add(float[] values, int from, int to, int place, int runs) {
        int n;
        for (int at = from; at < to; at += n) {
            if (size == MOST_KEPT || size > 0 && !follows(place + at - from, runs)) {
                countKept();
            }
            if (size == 0) {
                start = place + at - from;
                inner = runs;
            }
            n = Math.min(to - at, MOST_KEPT - size);
            keep(values, at, n);
        }
    }

    /** Whether a value comes next after those that are kept, in their sample or at the beginning of another. */
    private boolean follows(int place, int runs) {
        return runs == inner && (place - start - size) % (channels * inner) == 0;
    }

    private void keep(float[] values, int from, int n) {
        if (size + n > kept.length) {
            kept = Arrays.copyOf(kept, Math.min(MOST_KEPT, Math.max(size + n, 2 * kept.length)));
        }
        System.arraycopy(values, from, kept, size, n);
        size += n;
    }

    private void countKept() {
        countKept(this);
        size = 0;
    }

    private void countKept(SampledHistograms into) {
        if (size == 0) {
            return;
        }
        Counter counter = into.new Counter();
        int period = channels * inner;
        for (int c = 0; c < channels; c++) {
            for (int run = c * inner - start % period; run < size; run += period) {
                counter.add(c, kept, Math.max(0, run), Math.min(size, run + inner));
            }
            counter.count(c);
        }
    }

    /** Counts values of one channel after the other, many of them together. */
    private final class Counter {
        private final float[] together = new float[TOGETHER];
        private final int[] units = new int[2 * TOGETHER];
        private final PieceScan scan = new PieceScan();
        private int n;

        void add(int channel, float[] values, int from, int to) {
            for (int i = from; i < to; i++) {
                together[n] = values[i];
                n++;
                if (n == TOGETHER) {
                    count(channel);
                }
            }
        }

        void count(int channel) {
            scan.of(together, 0, n);
            if (!scan.isEmpty()) {
                least[channel] = Math.min(least[channel], OrderedFloats.of(scan.min));
                most[channel] = Math.max(most[channel], OrderedFloats.of(scan.max));
                zeros[channel] += scan.zeros;
                GrowingHistogram histogram = histogram(channel);
                histogram.cover(scan.min, scan.max);
                histogram.add(together, 0, scan.isClean() ? n : finite(), units);
            }
            n = 0;
        }

        /** Moves the finite ones to the front; gives their number. */
        private int finite() {
            int count = 0;
            for (int i = 0; i < n; i++) {
                together[count] = together[i];
                count += Float.isFinite(together[i]) ? 1 : 0;
            }
            return count;
        }
    }

    private GrowingHistogram histogram(int channel) {
        GrowingHistogram made = histograms[channel];
        if (made == null) {
            made = new GrowingHistogram(bins, spare);
            histograms[channel] = made;
        }
        return made;
    }

    /** Adds what others have gathered, which stay as they are. */
    void add(SampledHistograms next) {
        for (int c = 0; c < channels; c++) {
            least[c] = Math.min(least[c], next.least[c]);
            most[c] = Math.max(most[c], next.most[c]);
            zeros[c] += next.zeros[c];
            GrowingHistogram histogram = next.histograms[c];
            if (histogram != null) {
                histogram(c).add(histogram);
            }
        }
        next.countKept(this);
    }

    /** Bytes that they are written in. */
    int bytes() {
        int bytes = HEAD_BYTES + size * Float.BYTES + channels * CHANNEL_BYTES;
        for (GrowingHistogram histogram : histograms) {
            bytes += histogram == null ? 0 : histogram.bytes();
        }
        return bytes;
    }

    /** Writes all, and the values that are kept, in {@link #bytes()} bytes. */
    void write(ByteBuffer into) {
        into.putInt(size).putInt(start).putInt(inner);
        into.asFloatBuffer().put(kept, 0, size);
        into.position(into.position() + size * Float.BYTES);
        for (int c = 0; c < channels; c++) {
            GrowingHistogram histogram = histograms[c];
            into.putInt(least[c]).putInt(most[c]).putLong(zeros[c]).putInt(histogram == null ? 0 : 1);
            if (histogram != null) {
                histogram.write(into);
            }
        }
    }

    /**
     * Takes those of as many channels that were written. Nothing was added to these.
     *
     * @throws RuntimeException if none were
     */
    void read(ByteBuffer from) {
        int count = from.getInt();
        start = from.getInt();
        inner = from.getInt();
        if (count < 0 || count > MOST_KEPT || inner < 1 || inner > Integer.MAX_VALUE / channels || start < 0) {
            throw new IllegalArgumentException(count + " values in runs of " + inner);
        }
        float[] values = new float[count];
        from.asFloatBuffer().get(values);
        from.position(from.position() + count * Float.BYTES);
        keep(values, 0, count);
        for (int c = 0; c < channels; c++) {
            least[c] = from.getInt();
            most[c] = from.getInt();
            zeros[c] = from.getLong();
            boolean counted = from.getInt() != 0;
            if (counted) {
                histogram(c).read(from);
            }
            Range ends = OrderedFloats.range(least[c], most[c]);
            if (zeros[c] < 0 || least[c] <= most[c] && !(counted && histogram(c).holds(ends))) {
                throw new IllegalArgumentException(zeros[c] + " zeros, and ends " + ends + " that were not counted");
            }
        }
    }

    /** The histogram of a channel. */
    MomentHistogram build(int channel) {
        countKept();
        return histogram(channel).build(OrderedFloats.range(least[channel], most[channel]), zeros[channel]);
    }
}
