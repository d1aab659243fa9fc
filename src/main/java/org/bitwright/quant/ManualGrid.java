package org.bitwright.quant;

import java.util.Optional;

/**
 * A range that the user set by hand, kept as it was asked for, so that 8 → 4 → 8 bits comes back to the same numbers.
 *
 * @param range what was asked for
 * @param exact the grid that was typed in by its scale or zero point; it holds as long as the format still has its
 *     limits, after which the range decides
 */
public record ManualGrid(Range range, Optional<UniformGrid> exact) {

    public static ManualGrid ofRange(Range range) {
        return new ManualGrid(range, Optional.empty());
    }

    /** A grid given by scale and zero point; its range is what the integers reach. */
    public static ManualGrid ofGrid(UniformGrid grid) {
        return new ManualGrid(new Range(grid.reachableMin(), grid.reachableMax()), Optional.of(grid));
    }

    /** The grid at {@code format}. */
    public UniformGrid grid(NumberFormat.Uniform format) {
        return exact.filter(grid -> grid.qmin() == format.qmin() && grid.qmax() == format.qmax())
                .orElseGet(() -> UniformGrid.of(format, range));
    }

    /** The grid at any format that has a range. */
    public Grid grid(NumberFormat.Ranged format) {
        return format instanceof NumberFormat.Uniform uniform ? grid(uniform) : format.grid(range);
    }
}
