package org.bitwright.quant;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.bitwright.task.CancelToken;
import org.bitwright.task.Parallel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KMeansTest {
    private static final CancelToken NEVER = CancelToken.none();

    @Test
    void centroidsBecomeTheMeansOfTheirValues() {
        // Start 0 and 10, border 5: {0, 1, 2} and {9, 10}; means 1 and 9.5, border 5.25: the same values.
        assertThat(centroids(2, 9, 0, 2, 10, 1)).containsExactly(1, 9.5f);
    }

    @Test
    void valuesChangeOverAsCentroidsMove() {
        // Start 0 and 10: {0, 4, 5} and {10}: 5 is half way, to the lower. Means 3 and 10, border 6.5: the same.
        assertThat(centroids(2, 0, 4, 5, 10)).containsExactly(3, 10);
        // Start 0, 6, 12: borders 3, 9: {0, 1}, {4, 8}, {10, 12}: 0.5, 6, 11; borders 3.25, 8.5: the same.
        assertThat(centroids(3, 0, 1, 4, 8, 10, 12)).containsExactly(0.5f, 6, 11);
        // Start 0, 5, 10: {0, 1, 2}, {3, 4}, {10}: 1, 3.5, 10; border 2.25: the same.
        assertThat(centroids(3, 0, 1, 2, 3, 4, 10)).containsExactly(1, 3.5f, 10);
        // Start 0, 8: {0, 4}, {5, 8, 8}: 2, 7; border 4.5: the same. With another 3.9, 0 … 4 give 2.633: border 4.8:
        // the same.
        assertThat(centroids(2, 0, 4, 5, 8, 8)).containsExactly(2, 7);
        // Start 0, 10: {0, 0, 0, 4.9}, {5.1, 10}: 1.225, 7.55, border 4.3875: 4.9 changes over: 0 and 20/3.
        assertThat(centroids(2, 0, 0, 0, 4.9f, 5.1f, 10)).containsExactly(0, (float) ((4.9f + 5.1f + 10.0) / 3));
    }

    @Test
    void aCentroidWithoutValuesStaysWhereItIs() {
        // Start 0, 4, 8, 12: nothing is nearest to 4 and 8.
        assertThat(centroids(4, 0, 0.25f, 0.5f, 12, 11)).containsExactly(0.25f, 4, 8, 11.5f);
    }

    @Test
    void fewerValuesThanCentroidsAreAllMetExactly() {
        float[] values = {-1, 0.25f, 3};
        LevelTable table = KMeans.centroids(values.clone(), 16, NEVER);
        for (float x : values) {
            assertThat(table.level(table.nearest(x))).isEqualTo(x);
        }
        // Started linearly, 3.9 and 4 would share a centroid, and the others would have none.
        assertThat(centroids(4, 0, 3.9f, 4, 12)).containsExactly(0, 3.9f, 4, 12);
        assertThat(centroids(4, 7, 7, 7)).containsExactly(7, 7, 7, 7);
        assertThat(centroids(2)).containsExactly(0, 0);
        assertThat(centroids(4, -0f, 0f)).containsOnly(0f);
    }

    @Test
    void extremesHaveCentroids() {
        assertThat(centroids(2, Float.MAX_VALUE, -Float.MAX_VALUE, Float.MAX_VALUE))
                .containsExactly(-Float.MAX_VALUE, Float.MAX_VALUE);
        assertThat(centroids(2, Float.MIN_VALUE, 0)).containsExactly(0, Float.MIN_VALUE);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 4, 16, 64})
    void itIsLloydsRule(int count) {
        float[] values = Layers.gaussian(count, 3000, 0.2);
        assertThat(centroids(count, values)).isEqualTo(lloyd(values, count));
    }

    /** Value by value, as the rule reads. Sums of few values of this size are exact enough to round alike. */
    private static float[] lloyd(float[] values, int count) {
        float min = Float.POSITIVE_INFINITY;
        float max = Float.NEGATIVE_INFINITY;
        for (float x : values) {
            min = Math.min(min, x);
            max = Math.max(max, x);
        }
        float[] centroids = new float[count];
        for (int c = 0; c < count; c++) {
            centroids[c] = (float) (min + ((double) max - min) * c / (count - 1));
        }
        for (int round = 0; round < 500; round++) {
            double[] sums = new double[count];
            int[] counts = new int[count];
            for (float x : values) {
                int nearest = 0;
                for (int c = 1; c < count; c++) {
                    if (Math.abs((double) x - centroids[c]) < Math.abs((double) x - centroids[nearest])) {
                        nearest = c;
                    }
                }
                sums[nearest] += x;
                counts[nearest]++;
            }
            for (int c = 0; c < count; c++) {
                centroids[c] = counts[c] == 0 ? centroids[c] : (float) (sums[c] / counts[c]);
            }
        }
        return centroids;
    }

    @Test
    void manyValuesOnAnyNumberOfThreadsGiveTheSame() {
        float[] values = Layers.gaussian(1, 300_000, 0.2);
        LevelTable many = KMeans.centroids(values.clone(), 16, NEVER);
        assertThat(Parallel.onOneThread(() -> KMeans.centroids(values.clone(), 16, NEVER)))
                .isEqualTo(many);
        // In any order of the values, too: they are sorted first.
        float[] reversed = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            reversed[i] = values[values.length - 1 - i];
        }
        assertThat(KMeans.centroids(reversed, 16, NEVER)).isEqualTo(many);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, FloatSort.VERY_FEW, 6_144, FloatSort.FEW - 1, FloatSort.FEW + 12_345})
    void floatsAreSortedInTheOrderOfTheirNumbers(int count) {
        Random random = new Random(3);
        float[] values = new float[count];
        for (int i = 0; i < values.length; i++) {
            float x = Float.intBitsToFloat(random.nextInt());
            values[i] = Float.isFinite(x) ? x : i % 2 == 0 ? -0f : 0f;
        }
        float[] expected = values.clone();
        Arrays.sort(expected);
        FloatSort.sort(values, NEVER);
        assertThat(values).usingComparator(KMeansTest::compareBits).isEqualTo(expected);
    }

    private static int compareBits(float[] a, float[] b) {
        return Arrays.compare(a, b);
    }

    private static float[] centroids(int count, float... values) {
        LevelTable table = KMeans.centroids(values.clone(), count, NEVER);
        float[] levels = new float[table.size()];
        for (int i = 0; i < levels.length; i++) {
            levels[i] = table.level(i);
        }
        return levels;
    }
}
