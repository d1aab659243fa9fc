package org.bitwright.optimize;

import java.util.Arrays;
import org.bitwright.optimize.RowUpdates.Range;
import org.bitwright.task.CancelToken;
import org.bitwright.task.Parallel;

/**
 * The factor of the inverse of a symmetric positive definite matrix A: the upper triangular U with {@code UᵀU = A⁻¹}.
 *
 * <p>A = WᵀW with W lower triangular is found from the last row to the first: Cholesky's factorization by outer products
 * (Golub and Van Loan, Matrix Computations, section 4.2) of A with its rows and columns in reverse. Then U = W⁻ᵀ is the
 * factor, for W⁻¹W⁻ᵀ = (WᵀW)⁻¹; A⁻¹ itself is not needed. Works in blocks of rows, so that most of it runs in {@link
 * RowUpdates}; gives the same numbers on any number of threads.
 */
final class Cholesky {
    private static final int BLOCK = 64; // rows; a multiple of four
    private static final int PANEL = 512; // columns of a block's rows that are solved as one slice
    private static final int STRIP = 192; // columns of U that are solved as one slice

    private static final double ROUNDING = Math.ulp(1.0);

    private final int size;
    private final double[][] w; // A, then W; ends with rows of the unit matrix up to a multiple of four

    /** The matrix of zeros: {@link #row} is where its numbers go. */
    Cholesky(int size) {
        this.size = size;
        w = new double[(size + 3) / 4 * 4][];
        for (int i = 0; i < w.length; i++) {
            w[i] = new double[Math.min(w.length, (i / BLOCK + 1) * BLOCK)];
            if (i >= size) {
                w[i][i] = 1;
            }
        }
    }

    /** Row i of A up to the diagonal, to be written before {@link #factor}; numbers beyond it are not used. */
    double[] row(int i) {
        return w[i];
    }

    /**
     * Factors A, once. A pivot that rounding could have left of nothing does not count as positive.
     *
     * @return whether A is positive definite; if not, or if it is not finite, its numbers are of no use any more
     * @throws java.util.concurrent.CancellationException if {@code cancel} is set
     */
    boolean factor(CancelToken cancel) {
        double[] least = new double[w.length];
        for (int i = 0; i < w.length; i++) {
            least[i] = size * ROUNDING * w[i][i];
        }
        for (int first = firstOfBlock(w.length); first >= 0; first -= BLOCK) {
            Range block = new Range(first, Math.min(w.length, first + BLOCK));
            if (!factorDiagonal(block, least)) {
                return false;
            }
            int before = first;
            Parallel.forSlices(slices(before, PANEL), cancel, slice -> {
                Range columns = new Range(slice * PANEL, Math.min(before, (slice + 1) * PANEL));
                solve(w, block, columns);
            });
            int blocks = before / BLOCK;
            Parallel.forSlices(blocks, cancel, slice -> {
                Range above = new Range((blocks - 1 - slice) * BLOCK, (blocks - slice) * BLOCK);
                RowUpdates.subtract(w, w, block, w, above, new Range(0, above.end()));
            });
        }
        return true;
    }

    /** Factors the square of a block's own columns, row by row. */
    private boolean factorDiagonal(Range block, double[] least) {
        for (int k = block.end() - 1; k >= block.first(); k--) {
            double[] row = w[k];
            if (!(row[k] > least[k] && row[k] <= Double.MAX_VALUE)) {
                return false;
            }
            row[k] = Math.sqrt(row[k]);
            for (int j = block.first(); j < k; j++) {
                row[j] /= row[k];
            }
            for (int i = block.first(); i < k; i++) {
                double factor = row[i];
                double[] above = w[i];
                for (int j = block.first(); j <= i; j++) {
                    above[j] -= factor * row[j];
                }
            }
        }
        return true;
    }

    /**
     * U, after {@link #factor} said yes.
     *
     * @return size × size, with zeros below the diagonal
     * @throws java.util.concurrent.CancellationException if {@code cancel} is set
     */
    double[][] inverse(CancelToken cancel) {
        double[][] u = new double[w.length][size];
        for (int i = 0; i < size; i++) {
            u[i][i] = 1;
        }
        int strips = slices(size, STRIP);
        Parallel.forSlices(strips, cancel, slice -> {
            int from = (strips - 1 - slice) * STRIP;
            invert(u, new Range(from, Math.min(size, from + STRIP)), cancel);
        });
        return Arrays.copyOf(u, size);
    }

    /** Solves WᵀU = I in some columns, which end in zeros below the diagonal. */
    private void invert(double[][] u, Range columns, CancelToken cancel) {
        int end = (columns.end() + 3) / 4 * 4;
        for (int first = firstOfBlock(end); first >= 0; first -= BLOCK) {
            cancel.throwIfCancelled();
            Range block = new Range(first, Math.min(end, first + BLOCK));
            for (int next = block.end(); next < end; next += BLOCK) {
                Range below = new Range(next, Math.min(end, next + BLOCK));
                RowUpdates.subtract(w, u, below, u, block, fromDiagonal(columns, next));
            }
            solve(u, block, fromDiagonal(columns, first));
        }
    }

    private static Range fromDiagonal(Range columns, int row) {
        return new Range(Math.max(columns.first(), row), columns.end());
    }

    /** Solves WᵀX = B for a block's rows, B in X, in some columns; what rows below it come to is already taken off. */
    private void solve(double[][] x, Range block, Range columns) {
        for (int i = block.end() - 4; i >= block.first(); i -= 4) {
            RowUpdates.subtract(w, x, new Range(i + 4, block.end()), x, new Range(i, i + 4), columns);
            solveFour(x, i, columns);
        }
    }

    private void solveFour(double[][] x, int i, Range columns) {
        double[] a = x[i];
        double[] b = x[i + 1];
        double[] c = x[i + 2];
        double[] d = x[i + 3];
        double aa = 1 / w[i][i];
        double ba = w[i + 1][i];
        double bb = 1 / w[i + 1][i + 1];
        double ca = w[i + 2][i];
        double cb = w[i + 2][i + 1];
        double cc = 1 / w[i + 2][i + 2];
        double da = w[i + 3][i];
        double db = w[i + 3][i + 1];
        double dc = w[i + 3][i + 2];
        double dd = 1 / w[i + 3][i + 3];
        for (int j = columns.first(); j < columns.end(); j++) {
            double last = d[j] * dd;
            double third = (c[j] - dc * last) * cc;
            double second = (b[j] - db * last - cb * third) * bb;
            a[j] = (a[j] - da * last - ca * third - ba * second) * aa;
            b[j] = second;
            c[j] = third;
            d[j] = last;
        }
    }

    /** Blocks begin at multiples of their size; the last one before {@code end} may be smaller. */
    private static int firstOfBlock(int end) {
        return (end - 1) / BLOCK * BLOCK;
    }

    private static int slices(int columns, int each) {
        return (columns + each - 1) / each;
    }
}
