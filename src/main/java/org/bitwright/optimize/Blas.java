package org.bitwright.optimize;

import org.bytedeco.openblas.global.openblas_nolapack;

/**
 * Matrix products of dense row-major arrays by the OpenBLAS that ND4J brings, which on {@code float[]} is faster than
 * ND4J's own arrays. Each call runs on the calling thread alone: work is spread over threads above, in blocks that do not
 * depend on their number, so that sums do not either. Only sgemm and dsyrk: OpenBLAS 0.3.19 has no right dtrsm, and so no
 * right factorization, for SkylakeX and Cooperlake, and no right dgemm for Cooperlake. {@code BlasTest} tries what is
 * used here on the processor that it runs on.
 */
final class Blas {
    /** Below this many multiplications a plain loop beats the call. */
    private static final long SMALL = 1 << 14;

    private static final int ROW_MAJOR = openblas_nolapack.CblasRowMajor;
    private static final int PLAIN = openblas_nolapack.CblasNoTrans;
    private static final int TURNED = openblas_nolapack.CblasTrans;
    private static final int UPPER = openblas_nolapack.CblasUpper;

    private Blas() {}

    /** Keeps OpenBLAS to one thread until closed; restores what was set before. */
    static OneThread oneThread() {
        int before = org.bytedeco.openblas.presets.openblas_nolapack.blas_get_num_threads();
        org.bytedeco.openblas.presets.openblas_nolapack.blas_set_num_threads(1);
        return () -> org.bytedeco.openblas.presets.openblas_nolapack.blas_set_num_threads(before);
    }

    /** Gives OpenBLAS its threads back. */
    @FunctionalInterface
    interface OneThread extends AutoCloseable {
        @Override
        void close();
    }

    /** {@code c = a · bᵀ}: a is m × k, b is n × k, c is m × n. */
    static void timesTransposed(int m, int n, int k, float[] a, float[] b, float[] c) {
        if ((long) m * n * k >= SMALL && n > 1) {
            openblas_nolapack.cblas_sgemm(ROW_MAJOR, PLAIN, TURNED, m, n, k, 1f, a, k, b, k, 0f, c, n);
            return;
        }
        for (int row = 0; row < m; row++) {
            for (int column = 0; column < n; column++) {
                float sum = 0;
                for (int i = 0; i < k; i++) {
                    sum += a[row * k + i] * b[column * k + i];
                }
                c[row * n + column] = sum;
            }
        }
    }

    /** {@code c = aᵀ · b}: a is m × n, b is m × k, c is n × k. */
    static void transposedTimes(int m, int n, int k, float[] a, float[] b, float[] c) {
        if ((long) m * n * k >= SMALL && n > 1) {
            openblas_nolapack.cblas_sgemm(ROW_MAJOR, TURNED, PLAIN, n, k, m, 1f, a, n, b, k, 0f, c, k);
            return;
        }
        java.util.Arrays.fill(c, 0, n * k, 0f);
        for (int row = 0; row < m; row++) {
            for (int column = 0; column < n; column++) {
                float factor = a[row * n + column];
                for (int i = 0; i < k; i++) {
                    c[column * k + i] += factor * b[row * k + i];
                }
            }
        }
    }

    /**
     * Adds {@code factor · xᵀx} to the upper triangle of a symmetric matrix; what lies below the diagonal stays.
     *
     * @param x m × k
     * @param into k × k
     */
    static void addGram(int m, int k, double factor, double[] x, double[] into) {
        openblas_nolapack.cblas_dsyrk(ROW_MAJOR, UPPER, TURNED, k, m, factor, x, k, 1.0, into, k);
    }
}
