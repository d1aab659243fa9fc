package org.bitwright.ui.common;

import org.bitwright.quant.Grid;
import org.bitwright.quant.ManualGrid;
import org.bitwright.quant.NumberFormat;
import org.bitwright.quant.Range;
import org.bitwright.quant.UniformGrid;

/** What becomes of a grid whose scale is typed. */
final class ManualScale {
    private ManualScale() {}

    /** The range of a floating-point format is its greatest value on both sides; integers keep their zero point. */
    static ManualGrid of(NumberFormat format, Grid grid, float scale) {
        if (format instanceof NumberFormat.Minifloat minifloat) {
            float magnitude = minifloat.type().max() * scale;
            return ManualGrid.ofRange(new Range(-magnitude, magnitude));
        }
        UniformGrid uniform = (UniformGrid) grid;
        return ManualGrid.ofGrid(new UniformGrid(scale, uniform.zeroPoint(), uniform.qmin(), uniform.qmax()));
    }
}
