package org.bitwright.optimize;

import java.util.Arrays;
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
     * The upper triangle of H, with zeros below the diagonal.
     *
     * @param inputs rows × columns
     * @return columns × columns
     */
    static double[][] hessian(int rows, int columns, float[] inputs, CancelToken cancel) {
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
        double[][] upper = new double[columns][];
        for (int i = 0; i < columns; i++) {
            upper[i] = Arrays.copyOfRange(hessian, i * columns, (i + 1) * columns);
        }
        return upper;
    }

    /** Columns in their order, or with those that weigh most on the output first. */
    static int[] order(double[][] hessian, boolean heaviestFirst) {
        IntStream all = IntStream.range(0, hessian.length);
        return heaviestFirst
                ? all.boxed()
                        .sorted((a, b) -> Double.compare(hessian[b][b], hessian[a][a]))
                        .mapToInt(Integer::intValue)
                        .toArray()
                : all.toArray();
    }

    /**
     * Upper triangular U with {@code UᵀU = (H + d·I)⁻¹}, rows and columns in this order. The damping d is {@code damping}
     * times the mean of H's diagonal, and is raised tenfold while H + d·I is not positive definite. A column that no
     * input ever reaches gets 1 on the diagonal.
     *
     * @throws NotFiniteException if H is not finite, or no damping makes it positive definite
     * @throws java.util.concurrent.CancellationException if {@code cancel} is set
     */
    static double[][] factor(double[][] hessian, int[] order, double damping, CancelToken cancel) {
        double mean = 0;
        for (int i = 0; i < hessian.length; i++) {
            mean += hessian[i][i] / hessian.length;
        }
        double factor = damping;
        for (int raise = 0; raise < MAX_RAISES && Double.isFinite(mean); raise++) {
            Cholesky cholesky = ordered(hessian, order, factor * mean);
            if (cholesky.factor(cancel)) {
                return cholesky.inverse(cancel);
            }
            factor = Math.max(factor, 1e-6) * 10;
        }
        throw new NotFiniteException(Phrase.of("the inputs of the layer are not finite, or too large to be squared"));
    }

    private static Cholesky ordered(double[][] hessian, int[] order, double added) {
        Cholesky cholesky = new Cholesky(order.length);
        for (int i = 0; i < order.length; i++) {
            double[] row = cholesky.row(i);
            for (int j = 0; j <= i; j++) {
                row[j] = hessian[Math.min(order[i], order[j])][Math.max(order[i], order[j])];
            }
            boolean dead = row[i] == 0;
            row[i] += dead ? Math.max(1, added) : added;
        }
        return cholesky;
    }
}
