package org.bitwright.ui.histogram;

import java.util.Optional;
import org.bitwright.quant.Grid;
import org.bitwright.quant.MomentHistogram;

/**
 * The quantized values as they are drawn: neighbouring levels put together where they are too close to be told apart.
 * A bar is as wide as the steps it stands for and as high as their density, so that it can be held against the float
 * values whatever the step.
 *
 * @param lowest the value of level 0
 * @param step distance between levels
 * @param first the first level of the first bar
 * @param perBar number of levels in a bar
 * @param counts quantized values of the bars in view
 */
record LevelBars(double lowest, double step, int first, int perBar, long[] counts) {
    private static final double LEAST_BAR_PIXELS = 3;

    /** @param barWidth of the float values' bars: levels much closer than that are put together to about as much */
    static Optional<LevelBars> of(MomentHistogram histogram, Grid grid, ValueAxis axis, double barWidth) {
        if (grid.levels() < 2 || !(grid.step() > 0)) {
            return Optional.empty();
        }
        return Optional.of(of(histogram.levelCounts(grid), grid.level(0), grid.step(), axis, barWidth));
    }

    static LevelBars of(long[] levelCounts, double lowest, double step, ValueAxis axis, double barWidth) {
        int levels = levelCounts.length;
        double seen = LEAST_BAR_PIXELS / axis.pixelsPerUnit();
        double wanted = step < barWidth / 2 ? Math.max(seen, barWidth) : seen;
        int perBar = (int) Math.min(levels, Math.max(1, Math.ceil(wanted / step - 1e-9)));
        int low = bar(Math.floor((axis.window().low() - lowest) / step), perBar, levels);
        int high = bar(Math.ceil((axis.window().high() - lowest) / step), perBar, levels);
        long[] counts = new long[high - low + 1];
        for (int i = 0; i < counts.length; i++) {
            int from = (low + i) * perBar;
            for (int level = from; level < Math.min(levels, from + perBar); level++) {
                counts[i] += levelCounts[level];
            }
        }
        return new LevelBars(lowest, step, low * perBar, perBar, counts);
    }

    private static int bar(double level, int perBar, int levels) {
        return (int) Math.max(0, Math.min(levels - 1, level)) / perBar;
    }

    int bars() {
        return counts.length;
    }

    double lowerEdge(int bar) {
        return lowest + (first + (double) bar * perBar - 0.5) * step;
    }

    double upperEdge(int bar) {
        return lowerEdge(bar + 1);
    }

    /** What the count would be in a bar that is {@code width} wide. */
    double count(int bar, double width) {
        return counts[bar] * width / (perBar * step);
    }
}
