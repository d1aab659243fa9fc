package org.bitwright.optimize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import org.bitwright.quant.BinaryGrid;
import org.bitwright.quant.UniformGrid;
import org.bitwright.task.CancelToken;
import org.bitwright.task.Parallel;
import org.bitwright.task.Progress;
import org.junit.jupiter.api.Test;

class LearnedRoundingTest {
    private static final UniformGrid UNIT = new UniformGrid(1, 0, -8, 7);
    private static final LearnedRoundingOptions OPTIONS = LearnedRoundingOptions.defaults();

    /**
     * Both inputs are the same, so only the sum of both weights counts: 0.46 + 0.44 = 0.9. Nearest rounds both down and is
     * off by 0.9 x; one up and one down is off by 0.1 x, and both up by 1.1 x.
     */
    @Test
    void weightsWhoseInputsGoTogetherAreRoundedTogether() {
        SampledRows rows = toy(64, x -> new float[] {x, x}, x -> 0.9f * x);
        RoundingCodes found = learn(matrix(0.46f, 0.44f), rows, new float[1], false);

        double squares = sumOfSquares(rows);
        assertThat(found.codes()[0] + found.codes()[1]).isEqualTo(1);
        assertThat(found.errorBefore()).isCloseTo(0.81 * squares, within(1e-4 * squares));
        assertThat(found.errorAfter()).isCloseTo(0.01 * squares, within(1e-4 * squares));
        assertThat(found.power()).isCloseTo(0.81 * squares, within(1e-4 * squares));
    }

    /** 24 weights with inputs x + noise: the sum of the weights is what counts most, and nearest loses 24 · 0.3 of it. */
    @Test
    void onManyCorrelatedInputsLearningIsFarBetterThanNearest() {
        int columns = 24;
        SplittableRandom random = new SplittableRandom(3);
        float[] weights = new float[columns];
        for (int k = 0; k < columns; k++) {
            weights[k] = (float) (0.2 + 0.2 * random.nextDouble());
        }
        SampledRows rows = correlated(columns, weights, random);
        RoundingCodes found = learn(matrix(weights), rows, new float[1], false);

        assertThat(found.errorAfter()).isLessThan(0.02 * found.errorBefore());
        for (int code : found.codes()) {
            assertThat(code).isBetween(0, 1);
        }
    }

    /** A channel that a Relu always holds at 0 costs nothing whatever its weights become: nearest stays. */
    @Test
    void behindAReluOnlyWhatPassesCounts() {
        SampledRows rows = toy(64, x -> new float[] {x, x}, x -> 0.9f * x - 100);
        RoundingCodes found = learn(matrix(0.46f, 0.44f), rows, new float[] {-100}, true);

        assertThat(found.errorBefore()).isZero();
        assertThat(found.errorAfter()).isZero();
        assertThat(found.codes()).containsExactly(0, 0);
    }

    @Test
    void theBiasIsPartOfTheOutput() {
        SampledRows rows = toy(64, x -> new float[] {x, x}, x -> 0.9f * x + 5);
        RoundingCodes found = learn(matrix(0.46f, 0.44f), rows, new float[] {5}, true);

        double squares = sumOfSquares(rows);
        assertThat(found.errorAfter()).isCloseTo(0.01 * squares, within(1e-3 * squares));
    }

    /** Weights beyond the ends of the grid have one level only: the end itself. */
    @Test
    void clippedWeightsStayAtTheEnds() {
        SampledRows rows = toy(64, x -> new float[] {x, x}, x -> 10f * x);
        RoundingCodes found = learn(matrix(20f, -20f), rows, new float[1], false);

        assertThat(found.codes()[0]).isBetween(6, 7);
        assertThat(found.codes()[1]).isBetween(-8, -7);
    }

    @Test
    void theSameRowsGiveTheSameCodesOnAnyNumberOfThreads() {
        SplittableRandom random = new SplittableRandom(5);
        float[] weights = new float[70 * 16];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = (float) (4 * random.nextDouble() - 2);
        }
        SampledRows rows = manyOutputs(70, 16, weights, random);
        RoundingMatrix matrix = new RoundingMatrix(70, 16, 1, weights, List.of(UNIT), new int[weights.length]);
        int[] many = learn(matrix, rows, new float[70], true).codes();
        int[] one = Parallel.onOneThread(
                () -> learn(matrix, rows, new float[70], true).codes());

        assertThat(one).isEqualTo(many);
    }

    @Test
    void aCancelledTokenEndsIt() {
        CancelToken cancel = new CancelToken();
        cancel.cancel();
        SampledRows rows = toy(64, x -> new float[] {x, x}, x -> x);
        assertThatThrownBy(() -> LearnedRounding.learn(
                        matrix(0.4f, 0.4f), rows, new float[1], false, OPTIONS, new Progress(), cancel))
                .isInstanceOf(CancellationException.class);
    }

    @Test
    void otherGridsThanUniformOnesAreRefused() {
        SampledRows rows = toy(8, x -> new float[] {x, x}, x -> x);
        RoundingMatrix binary = new RoundingMatrix(1, 2, 1, new float[] {1, 1}, List.of(new BinaryGrid(1)), new int[2]);
        assertThatThrownBy(() -> learn(binary, rows, new float[1], false))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("uniform");
    }

    private static RoundingCodes learn(RoundingMatrix matrix, SampledRows rows, float[] bias, boolean rectified) {
        return LearnedRounding.learn(matrix, rows, bias, rectified, OPTIONS, new Progress(), CancelToken.none());
    }

    private static RoundingMatrix matrix(float... weights) {
        return new RoundingMatrix(1, weights.length, 1, weights, List.of(UNIT), new int[weights.length]);
    }

    private interface Inputs {
        float[] of(float x);
    }

    private interface Output {
        float of(float x);
    }

    /** Rows for x = 1/count … 1. */
    private static SampledRows toy(int count, Inputs inputs, Output output) {
        float[] all = new float[count * 2];
        float[] outputs = new float[count];
        for (int row = 0; row < count; row++) {
            float x = (row + 1f) / count;
            System.arraycopy(inputs.of(x), 0, all, row * 2, 2);
            outputs[row] = output.of(x);
        }
        return new SampledRows(count, new float[][] {all}, outputs);
    }

    private static double sumOfSquares(SampledRows rows) {
        double sum = 0;
        for (int row = 0; row < rows.rows(); row++) {
            sum += Math.pow(rows.inputs()[0][2 * row], 2);
        }
        return sum;
    }

    private static SampledRows correlated(int columns, float[] weights, SplittableRandom random) {
        int count = 2000;
        float[] inputs = new float[count * columns];
        float[] outputs = new float[count];
        for (int row = 0; row < count; row++) {
            double common = random.nextDouble() + 0.5;
            for (int k = 0; k < columns; k++) {
                inputs[row * columns + k] = (float) (common + 0.05 * random.nextDouble());
                outputs[row] += weights[k] * inputs[row * columns + k];
            }
        }
        return new SampledRows(count, new float[][] {inputs}, outputs);
    }

    private static SampledRows manyOutputs(int outputs, int columns, float[] weights, SplittableRandom random) {
        int count = 600;
        float[] inputs = new float[count * columns];
        for (int i = 0; i < inputs.length; i++) {
            inputs[i] = (float) (2 * random.nextDouble() - 0.5);
        }
        float[] targets = new float[count * outputs];
        for (int row = 0; row < count; row++) {
            for (int o = 0; o < outputs; o++) {
                for (int k = 0; k < columns; k++) {
                    targets[row * outputs + o] += weights[o * columns + k] * inputs[row * columns + k];
                }
            }
        }
        return new SampledRows(count, new float[][] {inputs}, targets);
    }
}
