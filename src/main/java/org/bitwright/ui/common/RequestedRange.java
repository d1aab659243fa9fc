package org.bitwright.ui.common;

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
        ManualGrid manual = config.manual().get(granule);
        if (manual != null) {
            return manual.range();
        }
        if (grid instanceof UniformGrid uniform && !hasZeroPoint(config)) {
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
    public static Range withMin(TensorConfig config, Range range, float min) {
        return hasZeroPoint(config) ? new Range(min, range.max()) : mirrored(min);
    }

    /** The range with its upper end at {@code max}; see {@link #withMin}. */
    public static Range withMax(TensorConfig config, Range range, float max) {
        return hasZeroPoint(config) ? new Range(range.min(), max) : mirrored(max);
    }

    private static Range mirrored(float end) {
        float magnitude = Math.abs(end);
        return new Range(-magnitude, magnitude);
    }

    private static boolean hasZeroPoint(TensorConfig config) {
        return config.format() instanceof NumberFormat.Uniform uniform && uniform.scheme() == Scheme.ASYMMETRIC;
    }
}
