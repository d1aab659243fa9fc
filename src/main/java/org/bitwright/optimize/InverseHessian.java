package org.bitwright.optimize;

import java.util.stream.IntStream;
import org.bitwright.model.Phrase;
import org.bitwright.task.CancelToken;

/**
 * The Hessian H = 2 XᵀX of a layer's squared output error with respect to one row of its weight, and the upper Cholesky
 * factor of its inverse that error feedback works with (Frantar et al. 2022, GPTQ, section 3 and algorithm 1). All in
 * double precision.
 */
final class InverseHessian {
    private static final int ROWS_AT_ONCE = 512;
    private static final int MAX_RAISES = 12;

    private InverseHessian() {}

    /**
     * H as a full symmetric matrix.
     *
     * @param inputs rows × columns
     */
    static double[] hessian(int rows, int columns, float[] inputs, CancelToken cancel) {
        double[] hessian = new double[columns * columns];
        for (int at = 0; at < rows; at += ROWS_AT_ONCE) {
            cancel.throwIfCancelled();
            int count = Math.min(ROWS_AT_ONCE, rows - at);
            double[] x = new double[count * columns];
            for (int i = 0; i < x.length; i++) {
                x[i] = inputs[at * columns + i];
            }
            Blas.addGram(count, columns, 2, x, hessian);
        }
        for (int i = 0; i < columns; i++) {
            for (int j = 0; j < i; j++) {
                hessian[i * columns + j] = hessian[j * columns + i];
            }
        }
        return hessian;
    }

    /** Columns in their order, or with those that weigh most on the output first. */
    static int[] order(double[] hessian, int columns, boolean heaviestFirst) {
        IntStream all = IntStream.range(0, columns);
        return heaviestFirst
                ? all.boxed()
                        .sorted((a, b) -> Double.compare(hessian[b * columns + b], hessian[a * columns + a]))
                        .mapToInt(Integer::intValue)
                        .toArray()
                : all.toArray();
    }

    /**
     * Upper triangular U with {@code UᵀU = (H + d·I)⁻¹}, rows and columns in this order. The damping d is {@code damping}
     * times the mean of H's diagonal, and is raised tenfold while H + d·I is not positive definite. A column that no
     * input ever reaches gets 1 on the diagonal.
     *
     * @throws NotFiniteException if no damping makes H positive definite: inputs that are not finite
     */
    static double[] factor(double[] hessian, int columns, int[] order, double damping) {
        double mean = 0;
        for (int i = 0; i < columns; i++) {
            mean += hessian[i * columns + i] / columns;
        }
        double factor = damping;
        for (int raise = 0; raise < MAX_RAISES; raise++) {
            double[] a = ordered(hessian, columns, order, factor * mean);
            if (Blas.cholesky(columns, a) && Blas.invertFactored(columns, a) && Blas.cholesky(columns, a)) {
                return a;
            }
            factor = Math.max(factor, 1e-6) * 10;
        }
        throw new NotFiniteException(Phrase.of("the inputs of the layer are not finite, or too large to be squared"));
    }

    private static double[] ordered(double[] hessian, int columns, int[] order, double added) {
        double[] a = new double[columns * columns];
        for (int i = 0; i < columns; i++) {
            for (int j = i; j < columns; j++) {
                a[i * columns + j] = hessian[order[i] * columns + order[j]];
            }
            boolean dead = hessian[order[i] * columns + order[i]] == 0;
            a[i * columns + i] += dead ? Math.max(1, added) : added;
        }
        return a;
    }
}
