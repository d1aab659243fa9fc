package org.bitwright.quant;

/** Which loop a granule may take. */
enum KernelPath {
    /** Vector loop without clamping: no value lies beyond the grid's ends. */
    UNCLIPPED,
    /** Vector loop with clamping. */
    CLAMPED,
    /** Vector loop for floating-point grids: saturating, or no value lies beyond what becomes the greatest one. */
    FLOATS,
    /** Loop for tables of levels. */
    TABLE,
    /** Vector loop for binary and ternary grids. */
    SIGNS,
    /** One value after the other in double precision: other grids, values that are not finite, extreme magnitudes. */
    SCALAR;

    /** Squares within these ends, and those of their rounding errors, neither overflow nor vanish in float32. */
    private static final float LEAST = 1e-12f;

    static final float GREATEST = 1e15f;

    static KernelPath of(Grid grid, GranuleStatistics statistics, int granule, int values) {
        Range range = statistics.range(granule);
        if (statistics.finite(granule) < values || isExtreme(range)) {
            return SCALAR;
        }
        ReachableEnds ends = ReachableEnds.of(grid);
        if (grid instanceof UniformGrid uniform && isUnclipped(uniform, ends, range)) {
            return UNCLIPPED;
        }
        if (grid instanceof FloatGrid floats && !floats.saturating()) {
            return range.magnitude() / floats.scale() <= floats.type().max() ? FLOATS : SCALAR;
        }
        return ends.magnitude() <= GREATEST ? ofKind(grid) : SCALAR;
    }

    /** The path for a grid of which nothing is known but that all values are finite and none is extreme. */
    static KernelPath ofKind(Grid grid) {
        if (grid instanceof UniformGrid) {
            return CLAMPED;
        }
        if ((grid instanceof FloatGrid floats && floats.saturating())
                || (grid instanceof NvFp4Grid block && !block.isUnderflow())) {
            return FLOATS;
        }
        if (SignGrids.has(grid)) {
            return SIGNS;
        }
        return grid instanceof TableGrid ? TABLE : SCALAR;
    }

    /** Whether one loop does for two grids, as far as it does for the first one alone. */
    static boolean isAlike(Grid grid, Grid other) {
        if (grid instanceof UniformGrid) {
            return other instanceof UniformGrid;
        }
        if (grid instanceof FloatGrid floats) {
            return other instanceof FloatGrid o && o.type() == floats.type() && o.saturating() == floats.saturating();
        }
        if (grid instanceof NvFp4Grid) {
            return other instanceof NvFp4Grid block && !block.isUnderflow();
        }
        if (SignGrids.has(grid)) {
            return SignGrids.has(other);
        }
        return grid instanceof TableGrid table && other instanceof TableGrid o && o.table() == table.table();
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
