package org.bitwright.runtime;

import java.util.Arrays;

/**
 * The mean of a sequence's values over the positions that count, by which sentence embeddings are made of the embeddings
 * of tokens (Reimers and Gurevych 2019, section 3).
 */
final class MaskedMean {
    private MaskedMean() {}

    /**
     * @param values batch × positions × width
     * @param shape these three extents
     * @param counted samples × positions
     * @param samples at most the batch; rows behind them come out as 0, as do rows of which no position counts
     * @return batch × width
     */
    static float[] of(float[] values, long[] shape, boolean[] counted, int samples) {
        int positions = (int) shape[1];
        int width = (int) shape[2];
        float[] means = new float[(int) shape[0] * width];
        double[] sums = new double[width];
        for (int sample = 0; sample < samples; sample++) {
            int count = 0;
            Arrays.fill(sums, 0);
            for (int position = sample * positions; position < (sample + 1) * positions; position++) {
                if (counted[position]) {
                    count++;
                    for (int i = 0; i < width; i++) {
                        sums[i] += values[position * width + i];
                    }
                }
            }
            for (int i = 0; i < width && count > 0; i++) {
                means[sample * width + i] = (float) (sums[i] / count);
            }
        }
        return means;
    }
}
