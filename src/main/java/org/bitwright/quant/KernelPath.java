package org.bitwright.quant;

/** Which loop a granule may take. */
enum KernelPath {
    /** Vector loop without clamping: no value lies beyond the grid's ends. */
    UNCLIPPED,
    /** Vector loop with clamping. */
    CLAMPED,
    /** One value after the other in double precision: other grids, values that are not finite, extreme magnitudes. */
    SCALAR;

    /** Squares within these ends, and those of their rounding errors, neither overflow nor vanish in float32. */
    private static final float LEAST = 1e-12f;

    private static final float GREATEST = 1e15f;

    static KernelPath of(Grid grid, GranuleStatistics statistics, int granule, int values) {
        if (!(grid instanceof UniformGrid uniform) || statistics.finite(granule) < values) {
            return SCALAR;
        }
        Range range = statistics.range(granule);
        if (isExtreme(range)) {
            return SCALAR;
        }
        ReachableEnds ends = ReachableEnds.of(uniform);
        if (isUnclipped(uniform, ends, range)) {
            return UNCLIPPED;
        }
        return ends.magnitude() <= GREATEST ? CLAMPED : SCALAR;
    }

    /** Whether squares of such values may overflow or vanish in float32. */
    static boolean isExtreme(Range range) {
        float magnitude = range.magnitude();
        return magnitude != 0 && !(magnitude >= LEAST && magnitude <= GREATEST);
    }

    private static boolean isUnclipped(UniformGrid grid, ReachableEnds ends, Range range) {
        return ends.holds(range)
                && Math.rint(range.min() / grid.scale()) >= grid.lowestSteps()
                && Math.rint(range.max() / grid.scale()) <= grid.highestSteps();
    }
}
