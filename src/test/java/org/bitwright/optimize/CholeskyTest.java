package org.bitwright.optimize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import org.bitwright.task.CancelToken;
import org.bitwright.task.Parallel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CholeskyTest {

    /**
     * W = [[2, 0, 0], [4, 1, 0], [2, −3, 4]] gives A = WᵀW; forward substitution gives W⁻¹ = [[½, 0, 0], [−2, 1, 0],
     * [−7/4, ¾, ¼]], which is U turned over.
     */
    @Test
    void theFactorOfThreeByThreeIsTheOneWorkedOutByHand() {
        double[][] u = factor(new double[][] {{24, -2, 8}, {-2, 10, -12}, {8, -12, 16}});

        assertThat(u).hasDimensions(3, 3);
        assertThat(u[0]).containsExactly(new double[] {0.5, -2, -1.75}, within(1e-14));
        assertThat(u[1]).containsExactly(new double[] {0, 1, 0.75}, within(1e-14));
        assertThat(u[2]).containsExactly(new double[] {0, 0, 0.25}, within(1e-14));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 31, 32, 33, 34, 35, 63, 64, 65, 100, 128, 191, 193, 257, 600})
    void theSquareOfTheFactorIsTheInverse(int size) {
        double[][] a = positive(size);
        double[][] u = factor(a);

        assertThat(u).hasDimensions(size, size);
        for (int i = 0; i < size; i++) {
            assertThat(u[i][i]).isPositive();
            assertThat(Arrays.copyOf(u[i], i)).containsOnly(i > 0 ? new double[] {0} : new double[0]);
        }
        double[][] product = times(times(turned(u), u), a);
        double worst = 0;
        for (int i = 0; i < size; i++) {
            for (int j = 0; j < size; j++) {
                worst = Math.max(worst, Math.abs(product[i][j] - (i == j ? 1 : 0)));
            }
        }
        assertThat(worst).isLessThan(1e-10);
    }

    @Test
    void theFactorDoesNotDependOnThreads() {
        double[][] a = positive(600);
        double[][] many = factor(a);
        double[][] one = Parallel.onOneThread(() -> factor(a));
        assertThat(one).isDeepEqualTo(many);
    }

    @Test
    void whatIsNotPositiveDefiniteIsRefused() {
        assertThat(isFactored(new double[][] {{1, 2}, {2, 1}})).isFalse();
        assertThat(isFactored(new double[][] {{0}})).isFalse();
        assertThat(isFactored(new double[][] {{-1}})).isFalse();
        for (int place : new int[] {0, 70, 149}) {
            double[][] a = positive(150);
            assertThat(isFactored(a)).isTrue();
            a[place][place] = -a[place][place];
            assertThat(isFactored(a)).as("row " + place).isFalse();
        }
    }

    /** Two rows that are the same leave a pivot of nothing but rounding. */
    @Test
    void aSingularMatrixIsRefused() {
        for (int[] pair : new int[][] {{0, 1}, {5, 140}, {70, 71}}) {
            double[][] a = positive(150);
            for (int i = 0; i < a.length; i++) {
                a[pair[0]][i] = a[pair[1]][i];
            }
            for (double[] row : a) {
                row[pair[0]] = row[pair[1]];
            }
            assertThat(isFactored(a)).as(Arrays.toString(pair)).isFalse();
        }
    }

    @Test
    void numbersThatAreNotFiniteAreRefused() {
        for (double value : new double[] {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY}) {
            for (int[] place : new int[][] {{0, 0}, {149, 149}, {149, 0}, {80, 70}, {1, 0}}) {
                double[][] a = positive(150);
                a[place[0]][place[1]] = value;
                assertThat(isFactored(a))
                        .as(value + " at " + Arrays.toString(place))
                        .isFalse();
            }
        }
    }

    @Test
    void aCancelledTokenEndsIt() {
        CancelToken cancelled = new CancelToken();
        cancelled.cancel();
        Cholesky cholesky = filled(positive(100));
        assertThatThrownBy(() -> cholesky.factor(cancelled)).isInstanceOf(CancellationException.class);

        Cholesky factored = filled(positive(10));
        assertThat(factored.factor(CancelToken.none())).isTrue();
        assertThatThrownBy(() -> factored.inverse(cancelled)).isInstanceOf(CancellationException.class);
    }

    private static double[][] factor(double[][] a) {
        Cholesky cholesky = filled(a);
        assertThat(cholesky.factor(CancelToken.none())).isTrue();
        return cholesky.inverse(CancelToken.none());
    }

    private static boolean isFactored(double[][] a) {
        return filled(a).factor(CancelToken.none());
    }

    private static Cholesky filled(double[][] a) {
        Cholesky cholesky = new Cholesky(a.length);
        for (int i = 0; i < a.length; i++) {
            System.arraycopy(a[i], 0, cholesky.row(i), 0, i + 1);
        }
        return cholesky;
    }

    /** GGᵀ / size + ½ I of random numbers. */
    private static double[][] positive(int size) {
        SplittableRandom random = new SplittableRandom(size);
        double[][] g = new double[size][size];
        for (double[] row : g) {
            Arrays.setAll(row, i -> random.nextGaussian());
        }
        double[][] a = times(g, turned(g));
        for (int i = 0; i < size; i++) {
            for (int j = 0; j < size; j++) {
                a[i][j] = a[i][j] / size + (i == j ? 0.5 : 0);
            }
        }
        return a;
    }

    private static double[][] times(double[][] a, double[][] b) {
        double[][] product = new double[a.length][b[0].length];
        for (int i = 0; i < a.length; i++) {
            for (int k = 0; k < b.length; k++) {
                for (int j = 0; j < product[i].length; j++) {
                    product[i][j] += a[i][k] * b[k][j];
                }
            }
        }
        return product;
    }

    private static double[][] turned(double[][] a) {
        double[][] turned = new double[a.length][a.length];
        for (int i = 0; i < a.length; i++) {
            for (int j = 0; j < a.length; j++) {
                turned[j][i] = a[i][j];
            }
        }
        return turned;
    }
}
