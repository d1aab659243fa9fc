package org.bitwright.training.quantizer;

import org.bitwright.quant.Range;

/** What one shard of a batch saw of an activation. One thread at a time. */
final class ShardSums {
    private static final int BLOCK = 512;

    private final float[] x = new float[BLOCK];
    private final float[] lows = new float[BLOCK];
    private final float[] highs = new float[BLOCK];
    private final LearnedLoop loop = new LearnedLoop();
    private float min = Float.POSITIVE_INFINITY;
    private float max = Float.NEGATIVE_INFINITY;
    private double sum;
    private long values;

    /** Raises the ends to what values have; those that are not finite are left out. */
    void widen(float[] values, int count) {
        int n = Math.min(BLOCK, count);
        System.arraycopy(values, 0, lows, 0, n);
        System.arraycopy(values, 0, highs, 0, n);
        for (int at = n; at < count; at += BLOCK) {
            int length = Math.min(BLOCK, count - at);
            System.arraycopy(values, at, x, 0, length);
            widen(x, lows, highs, length);
        }
        for (int j = 0; j < n; j++) {
            if (lows[j] < min && lows[j] > Float.NEGATIVE_INFINITY) {
                min = lows[j];
            }
            if (highs[j] > max && highs[j] < Float.POSITIVE_INFINITY) {
                max = highs[j];
            }
        }
    }

    private static void widen(float[] x, float[] lows, float[] highs, int n) {
        for (int j = 0; j < n; j++) {
            lows[j] = Math.min(lows[j], x[j]);
            highs[j] = Math.max(highs[j], x[j]);
        }
    }

    /**
     * Adds up gradient · ∂x̂/∂s of values (LSQ), and makes of the gradient by rounded values that by the values.
     *
     * @param low steps from 0 to the lowest level
     */
    void learn(float[] values, float[] gradients, int count, float scale, float low, float high) {
        sum += loop.backward(values, gradients, 0, count, scale, low, high);
        this.values += count;
    }

    boolean hasEnds() {
        return min <= max;
    }

    Range ends() {
        return new Range(min, max);
    }

    double sum() {
        return sum;
    }

    long values() {
        return values;
    }

    void clear() {
        min = Float.POSITIVE_INFINITY;
        max = Float.NEGATIVE_INFINITY;
        sum = 0;
        values = 0;
    }
}
