package org.bitwright.training.quantizer;

import org.bitwright.quant.FloatGrid;
import org.bitwright.quant.Grid;
import org.bitwright.quant.UniformGrid;

/** Rounding of many values to one grid, and the gradient back. Values beyond the ends become the ends, infinite ones too. */
final class GridLoops {
    /** Adding and subtracting 1.5·2^23 rounds half to even where |x| is below 2^22. */
    private static final float ROUNDING = 12582912f;

    private GridLoops() {}

    static void round(Grid grid, float[] x, float[] rounded, int count) {
        if (grid instanceof UniformGrid uniform) {
            float low = uniform.qmin() - uniform.zeroPoint();
            float high = uniform.qmax() - uniform.zeroPoint();
            uniform(x, rounded, count, uniform.scale(), low, high);
        } else {
            for (int i = 0; i < count; i++) {
                rounded[i] = grid.quantize(limited(grid, x[i]));
            }
        }
    }

    private static float limited(Grid grid, float x) {
        return grid instanceof FloatGrid ? Math.min(Math.max(x, grid.reachableMin()), grid.reachableMax()) : x;
    }

    private static void uniform(float[] x, float[] rounded, int count, float scale, float low, float high) {
        for (int i = 0; i < count; i++) {
            float steps = Math.min(Math.max(x[i] / scale, low), high);
            rounded[i] = ((steps + ROUNDING) - ROUNDING) * scale;
        }
    }
}
