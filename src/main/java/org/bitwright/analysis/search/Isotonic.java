package org.bitwright.analysis.search;

import java.util.Arrays;

/** Isotonic regression: the nearest sequence, in squares, that never rises. */
final class Isotonic {
    private Isotonic() {}

    /**
     * Pools adjacent violators (Barlow et al. 1972): what rises is replaced by its mean.
     *
     * @return a new array
     */
    static double[] falling(double[] values) {
        double[] means = new double[values.length];
        int[] sizes = new int[values.length];
        int blocks = 0;
        for (double value : values) {
            means[blocks] = value;
            sizes[blocks++] = 1;
            while (blocks > 1 && means[blocks - 1] > means[blocks - 2]) {
                blocks--;
                int both = sizes[blocks - 1] + sizes[blocks];
                means[blocks - 1] = (means[blocks - 1] * sizes[blocks - 1] + means[blocks] * sizes[blocks]) / both;
                sizes[blocks - 1] = both;
            }
        }
        double[] fitted = new double[values.length];
        int at = 0;
        for (int block = 0; block < blocks; block++) {
            Arrays.fill(fitted, at, at + sizes[block], means[block]);
            at += sizes[block];
        }
        return fitted;
    }
}
