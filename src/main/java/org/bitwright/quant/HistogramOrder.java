package org.bitwright.quant;

import java.util.ArrayList;
import java.util.List;

/**
 * The values of an activation's histogram in rising order, as far as its bins tell: percentiles, and counts in other
 * bins. The values of a bin are taken as evenly spread; those that are 0 come before the bin that begins there.
 */
final class HistogramOrder {
    /** Values that are evenly spread over {@code from … to}. */
    private record Spread(long count, double from, double to) {
        double first() {
            return from + (to - from) / (2 * count);
        }

        double last() {
            return to - (to - from) / (2 * count);
        }
    }

    private final MomentHistogram histogram;
    private final List<Spread> spreads = new ArrayList<>();

    /** @param histogram one of whose bins begins at 0, if they were continued that far */
    HistogramOrder(MomentHistogram histogram) {
        this.histogram = histogram;
        Spread zeros = new Spread(histogram.zeros(), 0, 0);
        boolean left = zeros.count > 0;
        for (int bin = 0; bin < histogram.bins(); bin++) {
            if (left && histogram.lowerEdge(bin) >= 0) {
                spreads.add(zeros);
                left = false;
            }
            if (histogram.spreadCount(bin) > 0) {
                spreads.add(spread(bin));
            }
        }
        if (left) {
            spreads.add(zeros);
        }
    }

    private Spread spread(int bin) {
        double from = histogram.mean(bin) - histogram.spread(bin);
        double to = histogram.mean(bin) + histogram.spread(bin);
        double low = Math.max(histogram.min(), histogram.lowerEdge(bin));
        double high = Math.min(histogram.max(), histogram.lowerEdge(bin + 1));
        return new Spread(
                histogram.spreadCount(bin), Math.max(low, Math.min(high, from)), Math.max(low, Math.min(high, to)));
    }

    /**
     * The percentile as {@link OrderStatistics} defines it: of n values at place P/100·(n − 1) of the sorted ones. Never
     * outside the least and the greatest value, which are the percentiles 0 and 100; 0 where there is no value.
     */
    float percentile(double percent) {
        double place = percent / 100 * (histogram.total() - 1);
        double x = place <= 0 ? histogram.min() : place >= histogram.total() - 1 ? histogram.max() : value(place);
        return (float) Math.max(histogram.min(), Math.min(histogram.max(), x));
    }

    private double value(double place) {
        long before = 0;
        double last = histogram.min();
        for (Spread spread : spreads) {
            double within = place - before;
            if (within <= spread.count - 1) {
                return within < 0
                        ? last + (within + 1) * (spread.first() - last)
                        : spread.first() + within * (spread.to - spread.from) / spread.count;
            }
            before += spread.count;
            last = spread.last();
        }
        return histogram.max();
    }

    /** Whole numbers of values in even bins over a range that holds all of them; their sum is right. */
    long[] counts(Range range, int bins) {
        double width = ((double) range.max() - range.min()) / bins;
        double[] shares = new double[bins];
        for (Spread spread : spreads) {
            double from = (spread.from - range.min()) / width;
            double to = (spread.to - range.min()) / width;
            int first = limited(from, bins);
            int last = limited(to, bins);
            for (int bin = first; bin < last; bin++) {
                shares[bin] += spread.count * (bin + 1 - Math.max(from, bin)) / (to - from);
            }
            shares[last] += first == last ? spread.count : spread.count * (to - last) / (to - from);
        }
        return LevelCounts.whole(shares);
    }

    private static int limited(double place, int bins) {
        return Math.max(0, Math.min(bins - 1, (int) place));
    }
}
