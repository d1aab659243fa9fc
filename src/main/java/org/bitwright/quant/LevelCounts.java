package org.bitwright.quant;

/** How many of a histogram's values fall on each level of a grid. */
final class LevelCounts {
    private final double[] shares;
    private int cell;

    private LevelCounts(int levels) {
        this.shares = new double[levels];
    }

    static long[] of(MomentHistogram histogram, Grid grid) {
        LevelCounts counts = new LevelCounts(grid.levels());
        if (grid.levels() == 0) {
            return new long[0];
        }
        LevelCells cells = grid instanceof UniformGrid ? null : LevelCells.of(grid);
        for (int bin = 0; bin < histogram.bins(); bin++) {
            if (histogram.spreadCount(bin) > 0) {
                double from = Math.max(histogram.mean(bin) - histogram.spread(bin), histogram.min());
                double to = Math.min(histogram.mean(bin) + histogram.spread(bin), histogram.max());
                if (cells != null) {
                    counts.addCells(cells, histogram.spreadCount(bin), from, to);
                } else if (grid instanceof UniformGrid uniform) {
                    int lowest = uniform.qmin() - uniform.zeroPoint();
                    counts.addSteps(histogram.spreadCount(bin), from / uniform.scale(), to / uniform.scale(), lowest);
                }
            }
        }
        if (histogram.zeros() > 0) {
            int level = grid instanceof UniformGrid uniform
                    ? uniform.zeroPoint() - uniform.qmin()
                    : LevelCells.of(grid).find(0, 0);
            counts.shares[level] += histogram.zeros();
        }
        return whole(counts.shares);
    }

    /** Spreads a bin evenly over the levels whose cells it touches; bins come in rising order. */
    private void addCells(LevelCells cells, long count, double from, double to) {
        while (cell > 0 && from <= cells.end(cell - 1)) {
            cell--;
        }
        cell = cells.find(cell, from);
        double at = from;
        for (int i = cell; at < to; i++) {
            double end = Math.min(to, cells.end(i));
            shares[i] += count * (end - at) / (to - from);
            at = end;
        }
        if (from == to) {
            shares[cell] += count;
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
    static long[] whole(double[] shares) {
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
