package org.bitwright.ui.histogram;

import javafx.scene.canvas.GraphicsContext;
import javafx.scene.paint.Color;
import org.bitwright.quant.Grid;
import org.bitwright.quant.TernaryGrid;
import org.bitwright.ui.common.CountAxis;
import org.bitwright.ui.common.Palette;
import org.bitwright.ui.common.Palette.Role;

/**
 * Draws the grid in a band below the ground line of the histogram; of several grids how far each reaches at least, and
 * at most.
 */
final class GridPainter {
    /** Of the band. */
    static final double HEIGHT = 12;

    private static final double LEAST_TICK_PIXELS = 3;
    private static final double DOTS = 3.5;

    private final GraphicsContext g;
    private final Color colour;
    private final ShownValues values;
    private final ValueAxis axis;
    private final CountAxis counts;

    GridPainter(GraphicsContext g, Palette palette, ShownValues values, ValueAxis axis, CountAxis counts) {
        this.g = g;
        this.values = values;
        this.axis = axis;
        this.counts = counts;
        colour = palette.colour(Role.QUANTIZED);
    }

    void paint() {
        values.grid().ifPresentOrElse(this::ticks, this::envelope);
        values.grid()
                .filter(TernaryGrid.class::isInstance)
                .ifPresent(grid -> thresholds(((TernaryGrid) grid).threshold()));
    }

    /** One tick a grid value; solid where they run together. */
    private void ticks(Grid grid) {
        GridLevels levels = new GridLevels(grid);
        double top = counts.bottom() + 3;
        int last = Math.min(levels.size(), levels.from(axis.window().high()) + 1);
        int first = Math.max(0, levels.from(axis.window().low()) - 1);
        double solidFrom = Double.NaN;
        for (int level = first; level < last; level++) {
            double x = axis.clampedX(levels.level(level));
            boolean joined = level + 1 < last && axis.x(levels.level(level + 1)) - x < LEAST_TICK_PIXELS;
            if (joined && Double.isNaN(solidFrom)) {
                solidFrom = x;
            } else if (!joined && !Double.isNaN(solidFrom)) {
                band(solidFrom, x, top, 0.45);
                solidFrom = Double.NaN;
            } else if (!joined && axis.window().contains(levels.level(level))) {
                g.setFill(colour);
                vertical(x, top, top + (levels.level(level) == 0 ? 9 : 6));
            }
        }
    }

    private void envelope() {
        if (!values.hasSeveralGrids()) {
            return;
        }
        double top = counts.bottom() + 3;
        values.reach().ifPresent(most -> band(axis.clampedX(most.min()), axis.clampedX(most.max()), top, 0.25));
        values.commonReach()
                .ifPresent(least -> band(axis.clampedX(least.min()), axis.clampedX(least.max()), top, 0.45));
    }

    private void band(double from, double to, double top, double opacity) {
        g.setFill(colour.deriveColor(0, 1, 1, opacity));
        g.fillRect(from, top + 2, Math.max(1, to - from), 4);
    }

    /** What lies between them becomes 0. */
    private void thresholds(double threshold) {
        g.setFill(colour.deriveColor(0, 1, 1, 0.8));
        for (double value : new double[] {-threshold, threshold}) {
            if (axis.window().contains(value)) {
                for (double y = counts.top(); y < counts.bottom(); y += DOTS) {
                    vertical(axis.x(value), y, Math.min(counts.bottom(), y + 1.5));
                }
            }
        }
    }

    /** A line one pixel wide: a filled rectangle costs a fraction of a stroke. */
    private void vertical(double x, double top, double bottom) {
        g.fillRect(Math.floor(x), top, 1, bottom - top);
    }
}
