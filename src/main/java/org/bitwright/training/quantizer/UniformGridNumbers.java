package org.bitwright.training.quantizer;

import org.bitwright.quant.Grid;
import org.bitwright.quant.NumberFormat;
import org.bitwright.quant.UniformGrid;

/**
 * How a target numbers the codes of a format: its lowest code may be another one than the format's, for the same values.
 *
 * @param shift what is added to the format's codes
 */
record UniformGridNumbers(int shift) {

    static UniformGridNumbers of(NumberFormat format, Grid numbered) {
        return format instanceof NumberFormat.Uniform uniform && numbered instanceof UniformGrid grid
                ? new UniformGridNumbers(grid.qmin() - uniform.qmin())
                : new UniformGridNumbers(0);
    }

    /** A grid of the format as the target numbers it. */
    Grid numbered(Grid grid) {
        return shifted(grid, shift);
    }

    /** A grid of the target as the format numbers it. */
    Grid plain(Grid grid) {
        return shifted(grid, -shift);
    }

    private static Grid shifted(Grid grid, int by) {
        return by != 0 && grid instanceof UniformGrid uniform
                ? new UniformGrid(uniform.scale(), uniform.zeroPoint() + by, uniform.qmin() + by, uniform.qmax() + by)
                : grid;
    }
}
