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

    private LearnedStep() {}

    /** Whether a format has a step that any number may be. */
    static boolean has(NumberFormat format) {
        return format instanceof NumberFormat.Uniform uniform && uniform.scheme() != Scheme.POWER_OF_TWO;
    }

    /** The grid with the step that LSQ starts with: 2 · mean |x| / √Qp. The same grid where all values are 0. */
    static UniformGrid usual(UniformGrid grid, float[] values) {
        double sum = 0;
        for (float x : values) {
            sum += Math.abs(x);
        }
        double step = 2 * sum / Math.max(1, values.length) / Math.sqrt(most(grid));
        return step > 0 && step < Float.MAX_VALUE ? grid(grid, (float) (step / grid.scale())) : grid;
    }

    /** The grid with the step times {@code share}, with the same codes. What is no number is taken for the least share. */
    static UniformGrid grid(UniformGrid start, float share) {
        float positive = share > LEAST ? share : LEAST;
        int steps = Math.max(start.zeroPoint() - start.qmin(), start.qmax() - start.zeroPoint());
        float scale = Math.min(Math.max(start.scale() * positive, Float.MIN_NORMAL), Float.MAX_VALUE / 2 / steps);
        return new UniformGrid(scale, start.zeroPoint(), start.qmin(), start.qmax());
    }

    /**
     * The gradient by the share that moves the step as LSQ's gradient by the step does under gradient descent.
     *
     * @param sum Σ gradient · ∂x̂/∂s
     * @param values number of values that share the step
     */
    static float scaled(double sum, double values, UniformGrid start) {
        return (float) (sum / Math.sqrt(values * most(start)) / start.scale());
    }

    /** Qp, the greatest number of steps; the least one's where all values are below 0. */
    private static int most(UniformGrid grid) {
        int above = grid.qmax() - grid.zeroPoint();
        return above > 0 ? above : grid.zeroPoint() - grid.qmin();
    }
}
