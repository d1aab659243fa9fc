package org.bitwright.ui.common;

import java.util.Optional;
import org.bitwright.quant.Grid;
import org.bitwright.quant.ManualGrid;
import org.bitwright.quant.NumberFormat;
import org.bitwright.quant.Range;
import org.bitwright.quant.Scheme;
import org.bitwright.quant.TensorConfig;
import org.bitwright.quant.UniformGrid;

/** The range that was asked for, and what becomes of it when one of its ends is moved by hand. */
public final class RequestedRange {
    private RequestedRange() {}

    /**
     * The range of a granule as it was asked for: what was set by hand, else the range that gives the grid its scale.
     */
    public static Range of(TensorConfig config, int granule, Grid grid) {
        return of(config.format(), Optional.ofNullable(config.manual().get(granule)), grid);
    }

    /** The same of an activation. */
    public static Range of(QuantizedEdge edge, Grid grid) {
        return of(edge.format(), edge.manual(), grid);
    }

    private static Range of(NumberFormat format, Optional<ManualGrid> manual, Grid grid) {
        if (manual.isPresent()) {
            return manual.get().range();
        }
        if (grid instanceof UniformGrid uniform && !hasZeroPoint(format)) {
            float end = uniform.scale() * uniform.qmax();
            return new Range(-end, end);
        }
        return new Range(grid.reachableMin(), grid.reachableMax());
    }

    /**
     * The range with its lower end at {@code min}. Where there is no zero point the range is kept symmetric, since only
     * its larger end counts.
     *
     * @throws IllegalArgumentException if {@code min} is above the upper end or not finite
     */
    public static Range withMin(NumberFormat format, Range range, float min) {
        return hasZeroPoint(format) ? new Range(min, range.max()) : mirrored(min);
    }

    /** The range with its upper end at {@code max}; see {@link #withMin}. */
    public static Range withMax(NumberFormat format, Range range, float max) {
        return hasZeroPoint(format) ? new Range(range.min(), max) : mirrored(max);
    }

    private static Range mirrored(float end) {
        float magnitude = Math.abs(end);
        return new Range(-magnitude, magnitude);
    }

    private static boolean hasZeroPoint(NumberFormat format) {
        return format instanceof NumberFormat.Uniform uniform && uniform.scheme() == Scheme.ASYMMETRIC;
    }
}
