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

    /**
     * The range whose scale is that of a grid of 8-bit floats or fewer, where there is one: the division by the greatest
     * value may round to either side.
     */
    public static Optional<ManualGrid> ofGrid(NumberFormat.Minifloat format, FloatGrid grid) {
        float end = grid.reachableMax();
        for (float candidate : new float[] {end, Math.nextDown(end), Math.nextUp(end)}) {
            if (Float.isFinite(candidate) && candidate > 0) {
                Range range = new Range(-candidate, candidate);
                if (format.grid(range).equals(grid)) {
                    return Optional.of(ofRange(range));
                }
            }
        }
        return Optional.empty();
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
