package org.bitwright.training.quantizer;

import org.bitwright.quant.NumberFormat;
import org.bitwright.quant.Scheme;
import org.bitwright.quant.UniformGrid;

/**
 * One step of a uniform grid that is learned (LSQ, Esser et al. 2020), as its share of the step at the start.
 */
final class LearnedStep {
    /** The least share: a step stays positive. */
    static final float LEAST = 0x1p-10f;

    private static final float ROUNDING = 12582912f;

    private LearnedStep() {}

    /** Whether a format has a step that any number may be. */
    static boolean has(NumberFormat format) {
        return format instanceof NumberFormat.Uniform uniform && uniform.scheme() != Scheme.POWER_OF_TWO;
    }

    /** The grid with the step times {@code share}, with the same codes. What is no number is taken for the least share. */
    static UniformGrid grid(UniformGrid start, float share) {
        float positive = share > LEAST ? share : LEAST;
        int steps = Math.max(start.zeroPoint() - start.qmin(), start.qmax() - start.zeroPoint());
        float scale = Math.min(Math.max(start.scale() * positive, Float.MIN_NORMAL), Float.MAX_VALUE / 2 / steps);
        return new UniformGrid(scale, start.zeroPoint(), start.qmin(), start.qmax());
    }

    /** Makes of a gradient by rounded values that by the values, and gives Σ gradient · ∂x̂/∂s. */
    static double backward(UniformGrid grid, float[] x, float[] gradient, int from, int to) {
        float low = grid.qmin() - grid.zeroPoint();
        float high = grid.qmax() - grid.zeroPoint();
        float scale = grid.scale();
        double sum = 0;
        for (int i = from; i < to; i++) {
            float v = x[i] / scale;
            float g = gradient[i];
            if (v > low && v < high) {
                sum += g * (((v + ROUNDING) - ROUNDING) - v);
            } else {
                sum += g * (v <= low ? low : high);
                gradient[i] = 0;
            }
        }
        return sum;
    }

    /**
     * The gradient by the share that moves the step as LSQ's gradient by the step does under gradient descent.
     *
     * @param sum Σ gradient · ∂x̂/∂s
     * @param values number of values that share the step
     */
    static float scaled(double sum, double values, UniformGrid start) {
        int above = start.qmax() - start.zeroPoint();
        int most = above > 0 ? above : start.zeroPoint() - start.qmin();
        return (float) (sum / Math.sqrt(values * most) / start.scale());
    }
}
