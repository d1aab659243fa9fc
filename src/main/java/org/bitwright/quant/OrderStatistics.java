package org.bitwright.quant;

import java.util.Arrays;
import org.bitwright.task.CancelToken;
import org.bitwright.task.Parallel;

/**
 * Exact percentiles with linear interpolation between neighbouring order statistics, as numpy's default
 * ({@code method="linear"}): of n values the P percentile lies at place P/100·(n − 1) of the sorted values, counted
 * from 0. Only finite values count. Few values are partitioned; many are counted by the upper and then the lower half
 * of their bits, which needs no second copy of them.
 */
final class OrderStatistics {
    private static final int FEW = 1 << 14;
    private static final int STRIPES = 8;
    private static final int HALF = 1 << 16;

    private final float[] values;
    private final boolean magnitudes;
    private final CancelToken cancel;
    private final long[] upper;
    private final long count;

    private OrderStatistics(float[] values, boolean magnitudes, CancelToken cancel) {
        this.values = values;
        this.magnitudes = magnitudes;
        this.cancel = cancel;
        this.upper = countHalves(-1);
        this.count = Arrays.stream(upper).sum();
    }

    /**
     * Percentiles of the values, or of their magnitudes; 0 where no value is finite.
     *
     * @param percents each 0 … 100
     */
    static float[] percentiles(float[] values, boolean magnitudes, CancelToken cancel, double... percents) {
        float[] results = new float[percents.length];
        if (values.length <= FEW) {
            float[] few = finite(values, magnitudes);
            for (int i = 0; i < percents.length && few.length > 0; i++) {
                results[i] = interpolate(percents[i], few.length, rank -> Selection.select(few, rank));
            }
            return results;
        }
        OrderStatistics statistics = new OrderStatistics(values, magnitudes, cancel);
        for (int i = 0; i < percents.length && statistics.count > 0; i++) {
            results[i] = interpolate(percents[i], (int) statistics.count, statistics::value);
        }
        return results;
    }

    private static float[] finite(float[] values, boolean magnitudes) {
        float[] finite = new float[values.length];
        int n = 0;
        for (float x : values) {
            if (Float.isFinite(x)) {
                finite[n++] = magnitudes ? Math.abs(x) : x;
            }
        }
        return Arrays.copyOf(finite, n);
    }

    private interface ByRank {
        float value(int rank);
    }

    private static float interpolate(double percent, int count, ByRank sorted) {
        double place = percent / 100 * (count - 1);
        int below = (int) Math.floor(place);
        double share = place - below;
        float low = sorted.value(below);
        if (share == 0) {
            return low;
        }
        return (float) (low + ((double) sorted.value(below + 1) - low) * share);
    }

    private float value(int rank) {
        int high = 0;
        long before = 0;
        while (before + upper[high] <= rank) {
            before += upper[high++];
        }
        long[] lower = countHalves(high);
        int low = 0;
        while (before + lower[low] <= rank) {
            before += lower[low++];
        }
        return value(high << 16 | low, magnitudes);
    }

    /** How often each upper half occurs or, of the values with upper half {@code high}, each lower one. */
    private long[] countHalves(int high) {
        int[][] parts = new int[STRIPES][];
        Parallel.forSlices(STRIPES, cancel, stripe -> {
            int[] counts = new int[HALF];
            int end = (int) ((stripe + 1L) * values.length / STRIPES);
            for (int i = (int) ((long) stripe * values.length / STRIPES); i < end; i++) {
                float x = values[i];
                if (Math.abs(x) <= Float.MAX_VALUE) {
                    int key = key(x);
                    if (high < 0) {
                        counts[key >>> 16]++;
                    } else if (key >>> 16 == high) {
                        counts[key & 0xFFFF]++;
                    }
                }
            }
            parts[stripe] = counts;
        });
        long[] sums = new long[HALF];
        for (int[] part : parts) {
            for (int i = 0; i < HALF; i++) {
                sums[i] += part[i];
            }
        }
        return sums;
    }

    /** An unsigned number that rises with the value. */
    private int key(float x) {
        int bits = Float.floatToRawIntBits(x);
        if (magnitudes) {
            return bits & Integer.MAX_VALUE;
        }
        return bits < 0 ? ~bits : bits | Integer.MIN_VALUE;
    }

    private static float value(int key, boolean magnitudes) {
        if (magnitudes) {
            return Float.intBitsToFloat(key);
        }
        return Float.intBitsToFloat(key < 0 ? key & Integer.MAX_VALUE : ~key);
    }
}
