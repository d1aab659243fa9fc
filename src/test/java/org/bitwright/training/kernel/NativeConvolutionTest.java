package org.bitwright.training.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.api.ops.OpContext;
import org.nd4j.linalg.factory.Nd4j;

/** Whether the convolution that ND4J computes with, by oneDNN or by OpenBLAS, is right on this processor. */
class NativeConvolutionTest {
    private static final int[] CHANNELS = {1, 3, 16, 33, 64, 129};
    private static final int BATCH = 2;
    private static final int EXTENT = 13;
    private static final int KERNEL = 3;

    private final SplittableRandom random = new SplittableRandom(1);

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void isRightOnThisProcessor(boolean helpers) {
        OneThread.here();
        for (int from : CHANNELS) {
            for (int to : CHANNELS) {
                float[] x = values(BATCH * from * EXTENT * EXTENT);
                float[] w = values(KERNEL * KERNEL * from * to);
                float[] found = convolve(x, w, from, to, helpers);
                double[] expected = expected(x, w, from, to);
                double worst = 0;
                for (int i = 0; i < expected.length; i++) {
                    worst = Math.max(worst, Math.abs(found[i] - expected[i]));
                }
                assertThat(worst).as(from + " to " + to + " channels").isLessThan(1e-3);
            }
        }
    }

    private static float[] convolve(float[] x, float[] w, int from, int to, boolean helpers) {
        INDArray result = Nd4j.create(DataType.FLOAT, BATCH, to, EXTENT, EXTENT);
        DynamicCustomOp operator = DynamicCustomOp.builder("conv2d")
                .addIntegerArguments(KERNEL, KERNEL, 1, 1, 1, 1, 1, 1, 0, 0, 0)
                .build();
        OpContext context = Nd4j.getExecutioner().buildContext();
        context.setInputArrays(
                Nd4j.create(x, new long[] {BATCH, from, EXTENT, EXTENT}, 'c'),
                Nd4j.create(w, new long[] {KERNEL, KERNEL, from, to}, 'c'));
        context.setOutputArrays(result);
        context.setIArguments(operator.iArgs());
        context.allowHelpers(helpers);
        Nd4j.exec(operator, context);
        return result.ravel().toFloatVector();
    }

    private static double[] expected(float[] x, float[] w, int from, int to) {
        double[] y = new double[BATCH * to * EXTENT * EXTENT];
        for (int image = 0; image < BATCH; image++) {
            for (int place = 0; place < EXTENT * EXTENT; place++) {
                for (int tap = 0; tap < KERNEL * KERNEL; tap++) {
                    int row = place / EXTENT + tap / KERNEL - 1;
                    int column = place % EXTENT + tap % KERNEL - 1;
                    if (row < 0 || row >= EXTENT || column < 0 || column >= EXTENT) {
                        continue;
                    }
                    for (int i = 0; i < from; i++) {
                        double value = x[((image * from + i) * EXTENT + row) * EXTENT + column];
                        for (int o = 0; o < to; o++) {
                            y[(image * to + o) * EXTENT * EXTENT + place] += value * w[(tap * from + i) * to + o];
                        }
                    }
                }
            }
        }
        return y;
    }

    private float[] values(int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (2 * random.nextInt(-4, 4) + 1) / 8f;
        }
        return values;
    }
}
