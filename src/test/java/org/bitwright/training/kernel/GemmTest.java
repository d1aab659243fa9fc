package org.bitwright.training.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.bitwright.training.kernel.Gemm.Factor;
import org.bytedeco.javacpp.FloatPointer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Whether the kernel that OpenBLAS chose for this processor is right. All numbers are odd multiples of 1/8, so that
 * every sum is exact in whichever order it is taken.
 */
class GemmTest {
    private static final int[] SIZES = {1, 2, 7, 16, 33, 64, 129, 200, 321};
    private static final int LARGEST = 321 * 321;

    private final SplittableRandom random = new SplittableRandom(1);

    @ParameterizedTest
    @CsvSource({"false,false,0", "false,true,1", "true,false,0", "true,true,1"})
    void isRightOnThisProcessor(boolean turnedA, boolean turnedB, float keep) {
        OneThread.here();
        try (FloatPointer a = new FloatPointer(LARGEST);
                FloatPointer b = new FloatPointer(LARGEST);
                FloatPointer c = new FloatPointer(LARGEST)) {
            Factor first = turnedA ? Factor.turned(a) : Factor.plain(a);
            Factor second = turnedB ? Factor.turned(b) : Factor.plain(b);
            for (int m : SIZES) {
                for (int n : SIZES) {
                    for (int k : SIZES) {
                        float[] valuesA = put(a, m * k);
                        float[] valuesB = put(b, k * n);
                        float[] expected = put(c, m * n);
                        Gemm.multiply(m, n, k, first, second, keep, c);

                        for (int i = 0; i < m * n; i++) {
                            expected[i] = keep == 0 ? 0 : keep * expected[i];
                        }
                        for (int i = 0; i < m; i++) {
                            for (int q = 0; q < k; q++) {
                                float factor = valuesA[turnedA ? q * m + i : i * k + q];
                                int row = turnedB ? q : q * n;
                                int step = turnedB ? k : 1;
                                for (int j = 0; j < n; j++) {
                                    expected[i * n + j] += factor * valuesB[row + j * step];
                                }
                            }
                        }
                        float[] found = new float[m * n];
                        c.get(found);
                        assertThat(found).as(m + " × " + n + " × " + k).isEqualTo(expected);
                    }
                }
            }
        }
    }

    private float[] put(FloatPointer pointer, int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (2 * random.nextInt(-4, 4) + 1) / 8f;
        }
        pointer.put(values);
        return values;
    }
}
