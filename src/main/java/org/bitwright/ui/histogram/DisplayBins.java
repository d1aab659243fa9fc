package org.bitwright.ui.histogram;

import org.bitwright.quant.MomentHistogram;

/**
 * A histogram as it is drawn: whole source bins put together, so that no value is split and none lost, and as few of
 * them a bar as the picture has room for and the number of values makes meaningful.
 *
 * @param first the first source bin of the first bar
 * @param perBar number of source bins in a bar, a power of two; the last bar of the histogram may have fewer
 * @param counts of the bars in view
 */
record DisplayBins(MomentHistogram histogram, int first, int perBar, long[] counts) {
    private static final double LEAST_BAR_PIXELS = 2;
    private static final int LEAST_BARS = 16;

    static DisplayBins of(MomentHistogram histogram, ValueAxis axis) {
        int bins = histogram.bins();
        double span = (double) histogram.max() - histogram.min();
        if (bins == 0 || histogram.total() == 0) {
            return new DisplayBins(histogram, 0, 1, new long[0]);
        }
        if (!(span > 0)) {
            return new DisplayBins(histogram, 0, bins, new long[] {histogram.total()});
        }
        double binWidth = span / bins;
        int perBar = perBar(histogram, axis, binWidth);
        int low = bar((axis.window().low() - histogram.min()) / binWidth, perBar, bins);
        int high = bar((axis.window().high() - histogram.min()) / binWidth, perBar, bins);
        boolean outside =
                axis.window().high() < histogram.min() || axis.window().low() > histogram.max();
        long[] counts = new long[outside ? 0 : high - low + 1];
        for (int i = 0; i < counts.length; i++) {
            int from = (low + i) * perBar;
            for (int bin = from; bin < Math.min(bins, from + perBar); bin++) {
                counts[i] += histogram.count(bin);
            }
        }
        return new DisplayBins(histogram, low * perBar, perBar, counts);
    }

    private static int perBar(MomentHistogram histogram, ValueAxis axis, double binWidth) {
        double inView = histogram.total() * Math.min(1, axis.window().span() / (binWidth * histogram.bins()));
        double wanted = Math.max(LEAST_BARS, 1.5 * Math.sqrt(inView));
        double bars = Math.min(wanted, axis.width() / LEAST_BAR_PIXELS);
        double binsInView = Math.min(histogram.bins(), axis.window().span() / binWidth);
        int perBar = 1;
        while (perBar * bars < binsInView * (1 - 1e-9) && perBar < histogram.bins()) {
            perBar *= 2;
        }
        return perBar;
    }

    private static int bar(double bin, int perBar, int bins) {
        return (int) Math.floor(Math.max(0, Math.min(bins - 1, Math.floor(bin))) / perBar);
    }

    int bars() {
        return counts.length;
    }

    double lowerEdge(int bar) {
        return histogram.lowerEdge(Math.min(histogram.bins(), first + bar * perBar));
    }

    double upperEdge(int bar) {
        return lowerEdge(bar + 1);
    }

    /** Width of a full bar in values; 0 where all values are equal. */
    double width() {
        return ((double) histogram.max() - histogram.min()) / histogram.bins() * perBar;
    }

    long greatest() {
        long greatest = 0;
        for (long count : counts) {
            greatest = Math.max(greatest, count);
        }
        return greatest;
    }

    /** The bar at a value, or −1. */
    int at(double value) {
        if (bars() == 0 || value < lowerEdge(0) || value > upperEdge(bars() - 1)) {
            return -1;
        }
        int bar = width() > 0 ? (int) ((value - lowerEdge(0)) / width()) : 0;
        return Math.max(0, Math.min(bars() - 1, bar));
    }
}
