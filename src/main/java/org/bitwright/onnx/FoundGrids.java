package org.bitwright.onnx;

import java.util.Optional;
import org.bitwright.quant.FloatGrid;
import org.bitwright.quant.ManualGrid;
import org.bitwright.quant.NumberFormat;
import org.bitwright.quant.UniformGrid;

/** The very grids of a file. */
final class FoundGrids {
    private FoundGrids() {}

    /**
     * Grid number {@code granule}; empty where its scale is none that a grid here may have. A negative scale, which ONNX
     * Runtime's tools write, is a positive one with the codes turned round.
     */
    static Optional<UniformGrid> uniform(IntegerLimits limits, IntegerParameters parameters, int granule) {
        NumberFormat.Uniform format = limits.format();
        int zeroPoint = parameters.zeroPoints()[granule] + limits.shift();
        float scale = parameters.scales()[granule];
        if (scale < 0) {
            scale = -scale;
            zeroPoint = format.qmin() + format.qmax() - zeroPoint;
        }
        try {
            return Optional.of(new UniformGrid(scale, zeroPoint, format.qmin(), format.qmax()));
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // a scale that is 0, infinite or subnormal, or NaN
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
