package org.bitwright.optimize;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * Whether the native kernels that OpenBLAS chose for this processor are right: not all of them are (see {@link Blas}).
 * All numbers are odd multiples of 1/8, so that every sum is exact in whichever order it is taken.
 */
class BlasTest {
    private static final int[] SIZES = {1, 2, 7, 16, 33, 64, 129, 200, 321};

    private final SplittableRandom random = new SplittableRandom(1);

    @Test
    void aTimesBTransposed() {
        forAllSizes((m, n, k) -> {
            float[] a = floats(m * k);
            float[] b = floats(n * k);
            float[] c = floats(m * n);
            Blas.timesTransposed(m, n, k, a, b, c);

            float[] expected = new float[m * n];
            for (int i = 0; i < m; i++) {
                for (int j = 0; j < n; j++) {
                    float sum = 0;
                    for (int q = 0; q < k; q++) {
                        sum += a[i * k + q] * b[j * k + q];
                    }
                    expected[i * n + j] = sum;
                }
            }
            assertThat(c).as(m + " × " + n + " × " + k).isEqualTo(expected);
        });
    }

    @Test
    void aTransposedTimesB() {
        forAllSizes((m, n, k) -> {
            float[] a = floats(m * n);
            float[] b = floats(m * k);
            float[] c = floats(n * k);
            Blas.transposedTimes(m, n, k, a, b, c);

            float[] expected = new float[n * k];
            for (int q = 0; q < m; q++) {
                for (int i = 0; i < n; i++) {
                    for (int j = 0; j < k; j++) {
                        expected[i * k + j] += a[q * n + i] * b[q * k + j];
                    }
                }
            }
            assertThat(c).as(m + " × " + n + " × " + k).isEqualTo(expected);
        });
    }

    @Test
    void theGramMatrixIsAddedToTheUpperTriangle() {
        for (int m : SIZES) {
            for (int k : SIZES) {
                double[] x = doubles(m * k);
                double[] found = doubles(k * k);
                double[] expected = found.clone();
                for (int q = 0; q < m; q++) {
                    for (int i = 0; i < k; i++) {
                        for (int j = i; j < k; j++) {
                            expected[i * k + j] += 2 * x[q * k + i] * x[q * k + j];
                        }
                    }
                }
                Blas.addGram(m, k, 2, x, found);
                assertThat(found).as(m + " × " + k).isEqualTo(expected);
            }
        }
    }

    @FunctionalInterface
    private interface Trial {
        void of(int m, int n, int k);
    }

    private static void forAllSizes(Trial trial) {
        try (Blas.OneThread oneThread = Blas.oneThread()) {
            for (int m : SIZES) {
                for (int n : SIZES) {
                    for (int k : SIZES) {
                        trial.of(m, n, k);
                    }
                }
            }
        }
    }

    private float[] floats(int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (2 * random.nextInt(-4, 4) + 1) / 8f;
        }
        return values;
    }

    private double[] doubles(int count) {
        double[] values = new double[count];
        for (int i = 0; i < count; i++) {
            values[i] = (2 * random.nextInt(-4, 4) + 1) / 8.0;
        }
        return values;
    }
}
