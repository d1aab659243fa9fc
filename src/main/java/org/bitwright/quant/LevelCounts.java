package org.bitwright.quant;

/** How many of a histogram's values fall on each level of a grid. */
final class LevelCounts {
    private final double[] shares;

    private LevelCounts(int levels) {
        this.shares = new double[levels];
    }

    static long[] of(MomentHistogram histogram, Grid grid) {
        LevelCounts counts = new LevelCounts(grid.levels());
        for (int bin = 0; bin < histogram.bins(); bin++) {
            if (histogram.count(bin) > 0) {
                double from = Math.max(histogram.mean(bin) - histogram.spread(bin), histogram.min());
                double to = Math.min(histogram.mean(bin) + histogram.spread(bin), histogram.max());
                counts.add(grid, histogram.count(bin), from, to);
            }
        }
        return counts.whole();
    }

    private void add(Grid grid, long count, double from, double to) {
        if (grid instanceof UniformGrid uniform) {
            int lowest = uniform.qmin() - uniform.zeroPoint();
            addSteps(count, from / uniform.scale(), to / uniform.scale(), lowest);
        } else if (grid instanceof BinaryGrid) {
            double negative = from >= 0 ? 0 : to < 0 ? 1 : -from / (to - from);
            shares[0] += count * negative;
            shares[1] += count * (1 - negative);
        }
    }

    /** Spreads a bin evenly over the steps {@code from … to}; {@code lowest} is the step number of level 0. */
    private void addSteps(long count, double from, double to, int lowest) {
        int first = level(from, lowest);
        int last = level(to, lowest);
        if (first == last) {
            shares[first] += count;
            return;
        }
        double density = count / (to - from);
        shares[first] += (first + lowest + 0.5 - from) * density;
        for (int level = first + 1; level < last; level++) {
            shares[level] += density;
        }
        shares[last] += (to - (last + lowest - 0.5)) * density;
    }

    private int level(double steps, int lowest) {
        return (int) Math.max(0, Math.min(shares.length - 1, Math.rint(steps) - lowest));
    }

    /** Whole numbers with the right total: what rounding takes from one level it gives to the next. */
    private long[] whole() {
        long[] counts = new long[shares.length];
        double sum = 0;
        long given = 0;
        for (int level = 0; level < shares.length; level++) {
            sum += shares[level];
            counts[level] = Math.max(0, Math.round(sum) - given);
            given += counts[level];
        }
        return counts;
    }
}
