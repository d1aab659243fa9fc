package org.bitwright.training.graph.rule;

/**
 * The error function by a rational approximation that is within a few float32 roundings (Eigen, generic_fast_erf), and
 * its slope as that of the approximation. Plain products and sums, so that the compiler takes several numbers at a time.
 */
final class ErrorFunction implements Curve {
    /** Beyond it the function is 1 to float32. */
    private static final float END = 4;

    /** The approximation is x · P(x²) / Q(x²). */
    private static final float P0 = -1.60960333262415e-02f;

    private static final float P1 = -2.95459980854025e-03f;
    private static final float P2 = -7.34990630326855e-04f;
    private static final float P3 = -5.69250639462346e-05f;
    private static final float P4 = -2.10102402082508e-06f;
    private static final float P5 = 2.77068142495902e-08f;
    private static final float P6 = -2.72614225801306e-10f;
    private static final float Q0 = -1.42647390514189e-02f;
    private static final float Q1 = -7.37332916720468e-03f;
    private static final float Q2 = -1.68282697438203e-03f;
    private static final float Q3 = -2.13374055278905e-04f;
    private static final float Q4 = -1.45660718464996e-05f;

    static float of(float number) {
        float x = Math.max(-END, Math.min(END, number));
        float s = x * x;
        return x * over(s) / under(s);
    }

    static float slope(float number) {
        float x = Math.max(-END, Math.min(END, number));
        float s = x * x;
        float over = over(s);
        float under = under(s);
        float overSlope = ((((6 * P6 * s + 5 * P5) * s + 4 * P4) * s + 3 * P3) * s + 2 * P2) * s + P1;
        float underSlope = ((4 * Q4 * s + 3 * Q3) * s + 2 * Q2) * s + Q1;
        float within = 1 - Math.min(1, Math.abs(number - x) * Float.MAX_VALUE);
        return within * (over + 2 * s * (overSlope - over * underSlope / under)) / under;
    }

    private static float over(float s) {
        return (((((P6 * s + P5) * s + P4) * s + P3) * s + P2) * s + P1) * s + P0;
    }

    private static float under(float s) {
        return (((Q4 * s + Q3) * s + Q2) * s + Q1) * s + Q0;
    }

    @Override
    public void values(float[] x, float[] y, int count) {
        for (int i = 0; i < count; i++) {
            y[i] = of(x[i]);
        }
    }

    @Override
    public void slopes(float[] x, float[] gradient, int count) {
        for (int i = 0; i < count; i++) {
            gradient[i] *= slope(x[i]);
        }
    }

    /** {@code x} times the share of a normal distribution below it (Hendrycks and Gimpel, 2016). */
    static final class Gelu implements Curve {
        private static final float ROOT_HALF = (float) Math.sqrt(0.5);

        @Override
        public void values(float[] x, float[] y, int count) {
            for (int i = 0; i < count; i++) {
                y[i] = 0.5f * x[i] * (1 + of(x[i] * ROOT_HALF));
            }
        }

        @Override
        public void slopes(float[] x, float[] gradient, int count) {
            for (int i = 0; i < count; i++) {
                float scaled = x[i] * ROOT_HALF;
                gradient[i] *= 0.5f * (1 + of(scaled) + scaled * slope(scaled));
            }
        }
    }
}
