package org.bitwright.quant;

import java.util.Arrays;
import org.bitwright.task.CancelToken;

/**
 * One-dimensional k-means (Lloyd), started linearly over the range as Deep Compression does (Han et al. 2016, section
 * 3.2). Exact and deterministic: the values are sorted once, after which a cluster is a stretch of them whose sum comes
 * from prefix sums in double precision.
 */
final class KMeans {
    private static final int MOST_ROUNDS = 500;

    private KMeans() {}

    /**
     * The centroids, rising. A centroid that no value is nearest to stays where it started.
     *
     * @param finite no NaN, no infinity; sorted in place
     * @param count at least 2
     */
    static LevelTable centroids(float[] finite, int count, CancelToken cancel) {
        if (finite.length == 0) {
            return LevelTable.of(new float[count]);
        }
        Arrays.sort(finite);
        double[] sums = new double[finite.length + 1];
        for (int i = 0; i < finite.length; i++) {
            sums[i + 1] = sums[i] + finite[i];
        }
        LevelTable table = LevelTable.of(linear(finite[0], finite[finite.length - 1], count));
        for (int round = 0; round < MOST_ROUNDS; round++) {
            cancel.throwIfCancelled();
            LevelTable next = means(finite, sums, table);
            if (next.equals(table)) {
                break;
            }
            table = next;
        }
        return table;
    }

    private static float[] linear(float min, float max, int count) {
        float[] levels = new float[count];
        for (int i = 0; i < count; i++) {
            levels[i] = (float) (min + ((double) max - min) * i / (count - 1));
        }
        return levels;
    }

    private static LevelTable means(float[] sorted, double[] sums, LevelTable table) {
        float[] means = new float[table.size()];
        int from = 0;
        for (int c = 0; c < means.length; c++) {
            int to = c + 1 < means.length ? firstAbove(sorted, from, table.border(c)) : sorted.length;
            means[c] = to > from ? (float) ((sums[to] - sums[from]) / (to - from)) : table.level(c);
            from = to;
        }
        Arrays.sort(means);
        return LevelTable.of(means);
    }

    private static int firstAbove(float[] sorted, int from, float border) {
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
