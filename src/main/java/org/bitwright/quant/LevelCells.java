package org.bitwright.quant;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The levels of a grid with the borders between the values that go to each, for walking along a histogram. */
final class LevelCells {
    /** Types with many levels are used without a scale, so that they need their cells once. */
    private static final Map<FloatType, LevelCells> UNSCALED = new ConcurrentHashMap<>();

    /** Cells that are looked at one after the other: a walk along a histogram mostly goes to the next. */
    private static final int NEAR = 4;

    private final double[] levels;
    private final double[] borders;

    private LevelCells(double[] levels, double[] borders) {
        this.levels = levels;
        this.borders = borders;
    }

    /** @param grid of levels that can be listed: not {@link Grid.Identity} */
    static LevelCells of(Grid grid) {
        return grid instanceof FloatGrid floats && floats.scale() == 1
                ? UNSCALED.computeIfAbsent(floats.type(), type -> made(floats))
                : made(grid);
    }

    private static LevelCells made(Grid grid) {
        double[] levels = new double[grid.levels()];
        for (int i = 0; i < levels.length; i++) {
            levels[i] = grid.level(i);
        }
        double[] borders = new double[levels.length - 1];
        for (int i = 0; i < borders.length; i++) {
            borders[i] = (levels[i] + levels[i + 1]) / 2;
        }
        if (grid instanceof TernaryGrid ternary) {
            borders[0] = -ternary.threshold();
            borders[1] = ternary.threshold();
        }
        return new LevelCells(levels, borders);
    }

    int size() {
        return levels.length;
    }

    double level(int cell) {
        return levels[cell];
    }

    /** Where a cell ends and the next begins; infinite for the last. */
    double end(int cell) {
        return cell < borders.length ? borders[cell] : Double.POSITIVE_INFINITY;
    }

    /** The cell of a value, not before {@code first}: looks near first, then by bisection. */
    int find(int first, double x) {
        int low = Math.min(first, borders.length);
        for (int near = Math.min(borders.length, low + NEAR); low < near; low++) {
            if (x <= borders[low]) {
                return low;
            }
        }
        int high = borders.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (x > borders[middle]) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
