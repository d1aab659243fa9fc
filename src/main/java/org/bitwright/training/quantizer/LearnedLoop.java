package org.bitwright.training.quantizer;

/**
 * The backward pass of uniform grids with learned steps, on many values: what goes into {@link LearnedStep}. Blocks are
 * copied, so that the compiler makes vector instructions of the loop. One thread.
 */
final class LearnedLoop {
    private static final int BLOCK = 512;

    /** Adding and subtracting 1.5·2^23 rounds half to even where |x| is below 2^22. */
    private static final float ROUNDING = 12582912f;

    /** The least positive float times both of these is 1: makes 1 of every distance, but for 0. */
    private static final float RAISE = 0x1p127f;

    private static final float RAISE_MORE = 0x1p22f;

    private final float[] x = new float[BLOCK];
    private final float[] gradient = new float[BLOCK];
    private final float[] parts = new float[BLOCK];

    /**
     * Makes of the gradient by rounded values that by the values, 0 on the ends and beyond, and gives Σ gradient · ∂x̂/∂s:
     * round(v) − v between the ends, the end itself on it and beyond, in steps.
     *
     * @param low steps from 0 to the lowest level, not above 0
     * @param high steps from 0 to the highest level, not below 0
     */
    double backward(float[] values, float[] gradients, int from, int to, float scale, float low, float high) {
        double sum = 0;
        for (int at = from; at < to; at += BLOCK) {
            int n = Math.min(BLOCK, to - at);
            System.arraycopy(values, at, x, 0, n);
            System.arraycopy(gradients, at, gradient, 0, n);
            backward(x, gradient, parts, n, scale, low, high);
            System.arraycopy(gradient, 0, gradients, at, n);
            sum += sum(parts, n);
        }
        return sum;
    }

    /** In four parts: one addition would wait for the other. */
    private static double sum(float[] parts, int n) {
        double a = 0;
        double b = 0;
        double c = 0;
        double d = 0;
        int j = 0;
        for (; j + 3 < n; j += 4) {
            a += parts[j];
            b += parts[j + 1];
            c += parts[j + 2];
            d += parts[j + 3];
        }
        for (; j < n; j++) {
            a += parts[j];
        }
        return (a + b) + (c + d);
    }

    private static void backward(
            float[] x, float[] gradient, float[] parts, int n, float scale, float low, float high) {
        for (int j = 0; j < n; j++) {
            float v = x[j] / scale;
            float clamped = Math.min(Math.max(v, low), high);
            // Room to the nearer end: none on the ends and beyond.
            float room = Math.min(Math.max(v - low, 0f), Math.max(high - v, 0f));
            float inside = Math.min(room * RAISE * RAISE_MORE, 1f);
            parts[j] = gradient[j] * (((clamped + ROUNDING) - ROUNDING) - v * inside);
            gradient[j] *= inside;
        }
    }
}
