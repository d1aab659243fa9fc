package org.bitwright.quant;

import java.util.Arrays;
import java.util.Optional;
import org.bitwright.task.CancelToken;

/**
 * One-dimensional k-means (Lloyd), started linearly over the range as Deep Compression does (Han et al. 2016, section
 * 3.2). Exact and deterministic: the values are sorted once, after which a cluster is a stretch of them, whose sum comes
 * from running sums in double precision. Each round gives a value to its nearest centroid (half way between two: to the
 * lower) and moves every centroid to the mean of its values, rounded to float32, until none moves or
 * {@value #MOST_ROUNDS} rounds are over. A centroid that no value is nearest to stays where it is; of equal ones the
 * lowest has the values. Where there are no more different values than centroids, the values are the centroids, which
 * no start could better.
 */
final class KMeans {
    private static final int MOST_ROUNDS = 500;
    /** Values between two running sums that are kept: the rest is added up when it is asked for. */
    private static final int BLOCK = 256;

    private final float[] sorted;
    private final double[] sums;
    private final boolean keepsZero;

    private KMeans(float[] sorted, int count) {
        this.sorted = sorted;
        this.keepsZero = keepsZero(firstAbove(0, 0) - firstAbove(0, -Float.MIN_VALUE), sorted.length, count);
        this.sums = new double[sorted.length / BLOCK + 1];
        for (int block = 1; block < sums.length; block++) {
            sums[block] = sums[block - 1] + sum((block - 1) * BLOCK, block * BLOCK);
        }
    }

    /** Whether so many values are 0 that one of {@code count} centroids stays there. */
    static boolean keepsZero(int zeros, int values, int count) {
        return zeros > 0 && (long) zeros * count >= values;
    }

    /**
     * The centroids, rising; all 0 where there is no value.
     *
     * @param finite no NaN, no infinity; sorted in place
     * @param count at least 2
     */
    static LevelTable centroids(float[] finite, int count, CancelToken cancel) {
        if (finite.length == 0) {
            return LevelTable.of(new float[count]);
        }
        FloatSort.sort(finite, cancel);
        Optional<LevelTable> different = different(finite, count);
        if (different.isPresent()) {
            return different.get();
        }
        KMeans clusters = new KMeans(finite, count);
        LevelTable table = LevelTable.of(clusters.start(count));
        for (int round = 0; round < MOST_ROUNDS; round++) {
            cancel.throwIfCancelled();
            LevelTable next = clusters.means(table);
            if (next.equals(table)) {
                break;
            }
            table = next;
        }
        return table;
    }

    /** The different values, the last one for every centroid that is left; empty where they are more than centroids. */
    private static Optional<LevelTable> different(float[] sorted, int count) {
        float[] levels = new float[count];
        int found = 0;
        for (int i = 0; i < sorted.length; i++) {
            if (i == 0 || sorted[i] != sorted[i - 1]) {
                if (found == count) {
                    return Optional.empty();
                }
                levels[found++] = sorted[i] + 0f; // no negative zero
            }
        }
        Arrays.fill(levels, found, count, levels[found - 1]);
        return Optional.of(LevelTable.of(levels));
    }

    private float[] start(int count) {
        float min = sorted[0];
        float max = sorted[sorted.length - 1];
        float[] levels = new float[count];
        int nearest = 0;
        for (int i = 0; i < count; i++) {
            levels[i] = (float) (min + ((double) max - min) * i / (count - 1));
            nearest = Math.abs(levels[i]) < Math.abs(levels[nearest]) ? i : nearest;
        }
        if (keepsZero) {
            levels[nearest] = 0;
        }
        return levels;
    }

    private LevelTable means(LevelTable table) {
        float[] means = new float[table.size()];
        int from = 0;
        for (int c = 0; c < means.length; c++) {
            int to = c + 1 < means.length ? firstAbove(from, table.border(c)) : sorted.length;
            boolean stays = to == from || (keepsZero && table.level(c) == 0);
            means[c] = stays ? table.level(c) : (float) ((sumBefore(to) - sumBefore(from)) / (to - from));
            from = to;
        }
        // A mean that is rounded to float32 may pass the empty centroid beside it by the last bit.
        Arrays.sort(means);
        return LevelTable.of(means);
    }

    private double sumBefore(int index) {
        int block = index / BLOCK;
        return sums[block] + sum(block * BLOCK, index);
    }

    private double sum(int from, int to) {
        double sum = 0;
        for (int i = from; i < to; i++) {
            sum += sorted[i];
        }
        return sum;
    }

    private int firstAbove(int from, float border) {
        int low = from;
        int high = sorted.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (sorted[middle] > border) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }
}
