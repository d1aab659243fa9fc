package org.bitwright.ui.calibrators;

import org.bitwright.quant.MomentHistogram;

/**
 * The weights in few bars, for small pictures.
 *
 * @param low lower end of the first bar
 * @param high upper end of the last
 * @param counts of the bars; not changed afterwards
 */
record WeightBars(double low, double high, long[] counts) {

    static WeightBars of(MomentHistogram histogram, int most) {
        int bars = Math.max(1, Math.min(most, histogram.bins()));
        long[] counts = new long[bars];
        for (int bin = 0; bin < histogram.bins(); bin++) {
            counts[(int) ((long) bin * bars / histogram.bins())] += histogram.count(bin);
        }
        return new WeightBars(histogram.min(), histogram.max(), counts);
    }

    long most() {
        long most = 0;
        for (long count : counts) {
            most = Math.max(most, count);
        }
        return most;
    }
}
