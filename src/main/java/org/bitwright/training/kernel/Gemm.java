package org.bitwright.training.kernel;

import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.openblas.global.openblas_nolapack;

/** A product of two dense row-major matrices outside the heap by OpenBLAS, on the calling thread. */
final class Gemm {
    private static final int ROW_MAJOR = openblas_nolapack.CblasRowMajor;
    private static final int PLAIN = openblas_nolapack.CblasNoTrans;
    private static final int TURNED = openblas_nolapack.CblasTrans;

    private Gemm() {}

    /** A factor as it lies, or transposed. */
    record Factor(FloatPointer values, boolean turned) {
        static Factor plain(FloatPointer values) {
            return new Factor(values, false);
        }

        static Factor turned(FloatPointer values) {
            return new Factor(values, true);
        }

        Factor turnedIf(boolean turn) {
            return new Factor(values, turned != turn);
        }
    }

    /** {@code c = a · b + keep · c}, where a is m × k, b is k × n and c is m × n once the factors are turned. */
    static void multiply(int m, int n, int k, Factor a, Factor b, float keep, FloatPointer c) {
        openblas_nolapack.cblas_sgemm(
                ROW_MAJOR,
                a.turned() ? TURNED : PLAIN,
                b.turned() ? TURNED : PLAIN,
                m,
                n,
                k,
                1f,
                a.values(),
                a.turned() ? m : k,
                b.values(),
                b.turned() ? k : n,
                keep,
                c,
                n);
    }
}
