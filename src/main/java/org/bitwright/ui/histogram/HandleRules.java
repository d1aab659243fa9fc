package org.bitwright.ui.histogram;

import java.util.Optional;
import org.bitwright.quant.Grid;
import org.bitwright.quant.ManualGrid;
import org.bitwright.quant.MomentHistogram;
import org.bitwright.quant.NumberFormat;
import org.bitwright.quant.QuantizedLayer;
import org.bitwright.quant.Range;

/**
 * Where the two handles stand and where they may go.
 *
 * @param symmetric whether the larger end alone decides, so that both handles move as mirror images
 * @param smallest the least magnitude or width that can be reached with a handle
 */
record HandleRules(boolean symmetric, float smallest) {

    /** The end of the range that a handle holds. */
    enum End {
        MIN,
        MAX
    }

    private static final float SMALLEST_SHARE = 1e-3f;

    static HandleRules of(NumberFormat.Ranged format, MomentHistogram histogram) {
        float magnitude = Math.max(Math.abs(histogram.min()), Math.abs(histogram.max()));
        return new HandleRules(format.isSymmetric(), Math.max(1e-30f, magnitude * SMALLEST_SHARE));
    }

    /** Where the handles of a granule stand; empty where the format has no range. */
    static Optional<Range> standing(QuantizedLayer state, int granule) {
        ManualGrid manual = state.config().manual().get(granule);
        return standing(
                state.config().format(),
                Optional.ofNullable(manual),
                state.grids().get(granule));
    }

    /** The same of any grid. */
    static Optional<Range> standing(NumberFormat format, Optional<ManualGrid> manual, Grid grid) {
        if (!(format instanceof NumberFormat.Ranged ranged)) {
            return Optional.empty();
        }
        Optional<Range> asked = manual.filter(m -> m.exact().isEmpty()).map(ManualGrid::range);
        if (!ranged.isSymmetric()) {
            return Optional.of(asked.orElseGet(() -> reach(grid)).withZero());
        }
        float magnitude = asked.map(Range::magnitude).orElse(grid.reachableMax());
        return Optional.of(new Range(-magnitude, magnitude));
    }

    private static Range reach(Grid grid) {
        return new Range(grid.reachableMin(), grid.reachableMax());
    }

    /** The range after one end was moved to {@code value}, which is kept on its own side of zero. */
    Range moved(Range from, End end, double value) {
        if (symmetric) {
            float magnitude = (float) Math.max(smallest, end == End.MAX ? value : -value);
            return new Range(-magnitude, magnitude);
        }
        if (end == End.MIN) {
            return new Range((float) Math.min(from.max() > smallest ? 0 : -smallest, value), from.max());
        }
        return new Range(from.min(), (float) Math.max(from.min() < -smallest ? 0 : smallest, value));
    }

    static float at(Range range, End end) {
        return end == End.MIN ? range.min() : range.max();
    }

    /** The value rounded to the coarsest decimal that is not wider than {@code resolution}. */
    static double rounded(double value, double resolution) {
        double digit = Math.pow(10, Math.floor(Math.log10(resolution)));
        double steps = Math.rint(value / digit);
        return digit < 1 ? steps / Math.rint(1 / digit) : steps * digit;
    }
}
