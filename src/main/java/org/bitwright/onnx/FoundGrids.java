package org.bitwright.onnx;

import java.util.Optional;
import org.bitwright.quant.FloatGrid;
import org.bitwright.quant.ManualGrid;
import org.bitwright.quant.NumberFormat;
import org.bitwright.quant.UniformGrid;

/** The very grids of a file. */
final class FoundGrids {
    private FoundGrids() {}

    /** Grid number {@code granule}; empty where its scale is none that a grid here may have. */
    static Optional<UniformGrid> uniform(IntegerLimits limits, IntegerParameters parameters, int granule) {
        NumberFormat.Uniform format = limits.format();
        int zeroPoint = parameters.zeroPoints()[granule] + limits.shift();
        try {
            return Optional.of(
                    new UniformGrid(parameters.scales()[granule], zeroPoint, format.qmin(), format.qmax()));
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // a scale that is negative, 0, infinite, or subnormal
        }
    }

    /** The range that gives a scale; empty where none does. */
    static Optional<ManualGrid> minifloat(NumberFormat.Minifloat format, float scale) {
        if (!(scale > 0) || !Float.isFinite(scale * format.type().max())) {
            return Optional.empty();
        }
        return ManualGrid.ofGrid(format, new FloatGrid(format.type(), scale, true));
    }
}
