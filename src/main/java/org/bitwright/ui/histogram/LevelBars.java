package org.bitwright.ui.histogram;

import java.util.Arrays;
import java.util.Optional;
import org.bitwright.quant.Grid;
import org.bitwright.quant.MomentHistogram;

/**
 * The quantized values as they are drawn: neighbouring levels put together where they are too close to be told apart.
 * A bar is as wide as the cells it stands for and as high as their density, so that it can be held against the float
 * values however far the levels lie apart.
 *
 * @param edges of the bars in view, rising, one more than bars
 * @param levels the level of a bar that stands for one; else NaN
 * @param counts quantized values of the bars
 */
record LevelBars(double[] edges, double[] levels, long[] counts) {
    private static final double LEAST_BAR_PIXELS = 3;

    /** @param barWidth of the float values' bars: levels much closer than that are put together to about as much */
    static Optional<LevelBars> of(MomentHistogram histogram, Grid grid, ValueAxis axis, double barWidth) {
        return GridLevels.canBeDrawn(grid)
                ? Optional.of(of(histogram.levelCounts(grid), grid, axis, barWidth))
                : Optional.empty();
    }

    /** @param levelCounts one a level */
    static LevelBars of(long[] levelCounts, Grid grid, ValueAxis axis, double barWidth) {
        GridLevels levels = new GridLevels(grid);
        Building building = new Building(axis.window());
        double seen = LEAST_BAR_PIXELS / axis.pixelsPerUnit();
        int first = 0;
        double from = levels.border(0);
        double border = from;
        long count = 0;
        for (int level = 0; level < levels.size(); level++) {
            double next = levels.border(level + 1);
            double wanted = next - border < barWidth / 2 ? Math.max(seen, barWidth) : seen;
            if (level > first && border > from && next - border >= wanted) {
                // A level that can be told apart is not mixed up with those before it that cannot.
                building.add(from, border, level - first == 1 ? levels.level(first) : Double.NaN, count);
                first = level;
                from = border;
                count = 0;
            }
            count += levelCounts[level];
            border = next;
            if (next - from >= wanted * (1 - 1e-9) || level == levels.size() - 1) {
                building.add(from, next, level == first ? levels.level(level) : Double.NaN, count);
                first = level + 1;
                from = next;
                count = 0;
            }
        }
        return building.bars();
    }

    /** Bars of the same width that stand for no level. */
    static LevelBars columns(double low, double width, long[] counts) {
        double[] edges = new double[counts.length + 1];
        for (int i = 0; i < edges.length; i++) {
            edges[i] = low + i * width;
        }
        double[] levels = new double[counts.length];
        Arrays.fill(levels, Double.NaN);
        return new LevelBars(edges, levels, counts);
    }

    /** The same bars with other counts. */
    LevelBars withCounts(long[] others) {
        return new LevelBars(edges, levels, others);
    }

    int bars() {
        return counts.length;
    }

    double lowerEdge(int bar) {
        return edges[bar];
    }

    double upperEdge(int bar) {
        return edges[bar + 1];
    }

    /** What the count would be in a bar that is {@code width} wide. */
    double count(int bar, double width) {
        double own = edges[bar + 1] - edges[bar];
        return own > 0 ? counts[bar] * width / own : counts[bar];
    }

    /** Width of the narrowest bar; 0 where there is none. */
    double narrowest() {
        double narrowest = Double.POSITIVE_INFINITY;
        for (int bar = 0; bar < bars(); bar++) {
            narrowest = Math.min(narrowest, edges[bar + 1] - edges[bar]);
        }
        return bars() == 0 ? 0 : narrowest;
    }

    /** The bar at a value, or −1. */
    int at(double value) {
        if (bars() == 0 || !(value >= edges[0] && value <= edges[bars()])) {
            return -1;
        }
        int found = Arrays.binarySearch(edges, value);
        return Math.min(bars() - 1, found >= 0 ? found : -found - 2);
    }

    /** Collects the bars that are in view. */
    private static final class Building {
        private final ValueWindow window;
        private double[] edges = new double[64];
        private double[] levels = new double[64];
        private long[] counts = new long[64];
        private int bars;

        Building(ValueWindow window) {
            this.window = window;
        }

        void add(double from, double to, double level, long count) {
            if (to < window.low() || from > window.high()) {
                return;
            }
            if (bars + 1 == edges.length) {
                edges = Arrays.copyOf(edges, 2 * edges.length);
                levels = Arrays.copyOf(levels, 2 * levels.length);
                counts = Arrays.copyOf(counts, 2 * counts.length);
            }
            edges[bars] = from;
            edges[bars + 1] = to;
            levels[bars] = level;
            counts[bars++] = count;
        }

        LevelBars bars() {
            return new LevelBars(
                    Arrays.copyOf(edges, bars == 0 ? 0 : bars + 1),
                    Arrays.copyOf(levels, bars),
                    Arrays.copyOf(counts, bars));
        }
    }
}
