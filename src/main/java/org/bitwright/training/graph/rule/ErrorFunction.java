package org.bitwright.training.graph.rule;

/** The error function by a rational approximation that is within a few float32 roundings (Eigen, generic_fast_erf). */
final class ErrorFunction {
    private static final double END = 4;

    private ErrorFunction() {}

    static double of(double number) {
        double x = Math.max(-END, Math.min(END, number));
        double s = x * x;
        double over = -2.72614225801306e-10;
        over = over * s + 2.77068142495902e-08;
        over = over * s - 2.10102402082508e-06;
        over = over * s - 5.69250639462346e-05;
        over = over * s - 7.34990630326855e-04;
        over = over * s - 2.95459980854025e-03;
        over = over * s - 1.60960333262415e-02;
        double under = -1.45660718464996e-05;
        under = under * s - 2.13374055278905e-04;
        under = under * s - 1.68282697438203e-03;
        under = under * s - 7.37332916720468e-03;
        under = under * s - 1.42647390514189e-02;
        return x * over / under;
    }
}
