package org.bitwright.optimize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import org.bitwright.quant.BinaryGrid;
import org.bitwright.quant.Grid;
import org.bitwright.quant.UniformGrid;
import org.bitwright.task.CancelToken;
import org.bitwright.task.Parallel;
import org.bitwright.task.Progress;
import org.junit.jupiter.api.Test;

class ErrorFeedbackTest {
    private static final UniformGrid UNIT = new UniformGrid(1, 0, -8, 7);

    /** Inputs (1, 1) and (1, 0): the output error of a change (e₁, e₂) is (e₁ + e₂)² + e₁². */
    private static final SampledRows TWO_ROWS = new SampledRows(2, new float[][] {{1, 1, 1, 0}}, new float[2]);

    /**
     * Weights (0.4, 0.4) on whole numbers. Nearest gives (0, 0) with error 0.8² + 0.4² = 0.8. Rounding 0.4 to 0 leaves
     * −0.4 over, which moves the second weight to 0.8 and so to 1: error 0.2² + 0.4² = 0.2, the least of all four ((1, 0):
     * 0.4, (1, 1): 1.8).
     */
    @Test
    void whatRoundingLeavesOverMovesTheNextWeight() {
        RoundingCodes found = round(matrix(UNIT, 0.4f, 0.4f), TWO_ROWS, false);

        assertThat(found.codes()).containsExactly(0, 1);
        assertThat(found.power()).isCloseTo(0.8, within(1e-6));
        assertThat(found.errorBefore()).isCloseTo(0.8, within(1e-6));
        assertThat(found.errorAfter()).isCloseTo(0.2, within(1e-6));
    }

    /** With the columns exchanged the lighter one comes first, unless the heaviest is asked to: then as above. */
    @Test
    void theHeaviestColumnCanGoFirst() {
        SampledRows exchanged = new SampledRows(2, new float[][] {{1, 1, 0, 1}}, new float[2]);
        assertThat(round(matrix(UNIT, 0.4f, 0.4f), exchanged, true).codes()).containsExactly(1, 0);
        // 0.4 → 0 leaves −0.4; its share H⁻¹₁₂/H⁻¹₁₁ = −½ moves the second to 0.6, and so to 1: the same sum of errors
        RoundingCodes inOrder = round(matrix(UNIT, 0.4f, 0.4f), exchanged, false);
        assertThat(inOrder.codes()).containsExactly(0, 1);
        assertThat(inOrder.errorAfter()).isCloseTo(0.04 + 0.36, within(1e-6));
    }

    /** Independent inputs: the Hessian is diagonal, nothing moves, and nearest is the best there is. */
    @Test
    void independentInputsLeaveNearestRounding() {
        SampledRows rows = new SampledRows(3, new float[][] {{1, 0, 0, 0, 2, 0, 0, 0, 3}}, new float[3]);
        RoundingCodes found = round(matrix(UNIT, 0.4f, 1.6f, -2.3f), rows, false);
        assertThat(found.codes()).containsExactly(0, 2, -2);
        assertThat(found.errorAfter()).isEqualTo(found.errorBefore());
    }

    @Test
    void aColumnThatNoInputReachesIsRoundedToNearest() {
        SampledRows rows = new SampledRows(2, new float[][] {{1, 0, 1, 0}}, new float[2]);
        assertThat(round(matrix(UNIT, 0.4f, 2.6f), rows, false).codes()).containsExactly(0, 3);
    }

    /** Inputs that always go together make the Hessian singular; damping makes it solvable. */
    @Test
    void inputsThatGoTogetherAreSolvedWithDamping() {
        SampledRows rows = new SampledRows(2, new float[][] {{1, 1, 2, 2}}, new float[2]);
        RoundingCodes found = round(matrix(UNIT, 0.4f, 0.4f), rows, false);
        assertThat(found.codes()).containsExactly(0, 1);
    }

    @Test
    void gridsOfAnyKindAreServed() {
        Grid binary = new BinaryGrid(1);
        RoundingCodes found = round(matrix(binary, 0.1f, 0.1f), TWO_ROWS, false);
        // 0.1 → 1 leaves +0.9, which moves the second to −0.8: −1. Nearest gives (1, 1): error 1.8² + 0.9²
        assertThat(found.codes()).containsExactly(1, 0);
        assertThat(found.errorBefore()).isCloseTo(3.24 + 0.81, within(1e-5));
        assertThat(found.errorAfter()).isCloseTo(0.04 + 0.81, within(1e-5));
    }

    /**
     * Inputs (2, 1) and (0, 1): the error of (e₁, e₂) is (2e₁ + e₂)² + e₂². 0.4 and 7.4 on −8 … 7: rounding 0.4 to 0 leaves
     * −0.4, which moves 7.4 to 7.8, but the grid ends at 7 as for nearest: nothing is gained and nothing lost. With 0.6 and
     * −7.9 the first leaves +0.4 and moves the second to −8.3: also the end.
     */
    @Test
    void whereTheGridEndsNearestStays() {
        SampledRows rows = new SampledRows(2, new float[][] {{2, 1, 0, 1}}, new float[2]);
        for (float[] weights : new float[][] {{0.4f, 7.4f}, {0.6f, -7.9f}}) {
            RoundingCodes found = round(matrix(UNIT, weights), rows, false);
            assertThat(found.codes()).containsExactly(Math.round(weights[0]), weights[1] > 0 ? 7 : -8);
            assertThat(found.errorAfter()).isEqualTo(found.errorBefore());
        }
    }

    /**
     * On ±1 a weight of 4 leaves more over than the others can take up, so that feedback often loses to nearest. Inputs
     * (1, 1, 0), (0, 1, 1) and (0, 0, 1): the error of e is (e₁ + e₂)² + (e₂ + e₃)² + e₃².
     */
    @Test
    void noChannelIsWorseThanNearest() {
        SplittableRandom random = new SplittableRandom(7);
        SampledRows rows = new SampledRows(3, new float[][] {{1, 1, 0, 0, 1, 1, 0, 0, 1}}, new float[3]);
        Grid coarse = new BinaryGrid(1);
        for (int i = 0; i < 1000; i++) {
            float[] weights = new float[3];
            for (int k = 0; k < 3; k++) {
                weights[k] = (float) (8 * random.nextDouble() - 4);
            }
            RoundingCodes found = round(matrix(coarse, weights), rows, false);
            double[] e = new double[3];
            for (int k = 0; k < 3; k++) {
                e[k] = coarse.decode(found.codes()[k]) - (double) weights[k];
            }
            double error = Math.pow(e[0] + e[1], 2) + Math.pow(e[1] + e[2], 2) + e[2] * e[2];
            assertThat(found.errorAfter()).isCloseTo(error, within(1e-4 * (1 + error)));
            assertThat(found.errorAfter()).isLessThanOrEqualTo(found.errorBefore());
        }
    }

    @Test
    void groupsOfChannelsHaveHessiansOfTheirOwn() {
        float[][] inputs = {{1, 1, 1, 0}, {1, 0, 0, 1}};
        RoundingMatrix matrix =
                new RoundingMatrix(2, 2, 2, new float[] {0.4f, 0.4f, 0.4f, 0.4f}, List.of(UNIT), new int[4]);
        RoundingCodes found = round(matrix, new SampledRows(2, inputs, new float[4]), false);
        assertThat(found.codes()).containsExactly(0, 1, 0, 0);
    }

    @Test
    void theResultDoesNotDependOnThreads() {
        SplittableRandom random = new SplittableRandom(1);
        float[] weights = new float[50 * 20];
        float[] inputs = new float[300 * 20];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = (float) (4 * random.nextDouble() - 2);
        }
        for (int i = 0; i < inputs.length; i++) {
            inputs[i] = (float) random.nextDouble();
        }
        SampledRows rows = new SampledRows(300, new float[][] {inputs}, new float[300 * 50]);
        RoundingMatrix matrix = new RoundingMatrix(50, 20, 1, weights, List.of(UNIT), new int[weights.length]);
        RoundingCodes many = round(matrix, rows, false);
        RoundingCodes one = Parallel.onOneThread(() -> round(matrix, rows, false));

        assertThat(one.codes()).isEqualTo(many.codes());
        assertThat(one.errorAfter()).isEqualTo(many.errorAfter());
        assertThat(many.errorAfter()).isLessThan(0.7 * many.errorBefore());
    }

    /** More channels and columns than are taken at once; the errors by multiplying out every row of inputs. */
    @Test
    void theErrorsAreThoseOfTheOutputs() {
        int outputs = 35;
        int columns = 601;
        SplittableRandom random = new SplittableRandom(2);
        float[] weights = new float[outputs * columns];
        float[] inputs = new float[90 * columns];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = (float) (4 * random.nextDouble() - 2);
        }
        for (int i = 0; i < inputs.length; i++) {
            inputs[i] = (float) random.nextDouble();
        }
        SampledRows rows = new SampledRows(90, new float[][] {inputs}, new float[90 * outputs]);
        RoundingMatrix matrix =
                new RoundingMatrix(outputs, columns, 1, weights, List.of(UNIT), new int[weights.length]);
        RoundingCodes found = round(matrix, rows, true);

        double power = 0;
        double before = 0;
        double after = 0;
        for (int row = 0; row < 90; row++) {
            for (int output = 0; output < outputs; output++) {
                double y = 0;
                double atNearest = 0;
                double atFound = 0;
                for (int i = 0; i < columns; i++) {
                    double x = inputs[row * columns + i];
                    double weight = weights[output * columns + i];
                    y += x * weight;
                    atNearest += x * (Math.rint(weight) - weight);
                    atFound += x * (found.codes()[output * columns + i] - weight);
                }
                power += y * y;
                before += atNearest * atNearest;
                after += atFound * atFound;
            }
        }
        assertThat(found.power()).isCloseTo(power, withinPercentage(1e-6));
        assertThat(found.errorBefore()).isCloseTo(before, withinPercentage(1e-6));
        assertThat(found.errorAfter()).isCloseTo(after, withinPercentage(1e-6));
        assertThat(after).isLessThan(0.1 * before);
    }

    @Test
    void aCancelledTokenEndsIt() {
        CancelToken cancel = new CancelToken();
        cancel.cancel();
        assertThatThrownBy(() ->
                        ErrorFeedback.round(matrix(UNIT, 0.4f, 0.4f), TWO_ROWS, 0.01, false, new Progress(), cancel))
                .isInstanceOf(CancellationException.class);
    }

    @Test
    void inputsThatAreNotFiniteAreRefused() {
        SampledRows rows = new SampledRows(2, new float[][] {{1, Float.NaN, 1, 0}}, new float[2]);
        assertThatThrownBy(() -> round(matrix(UNIT, 0.4f, 0.4f), rows, false)).isInstanceOf(ArithmeticException.class);
    }

    private static RoundingCodes round(RoundingMatrix matrix, SampledRows rows, boolean heaviestFirst) {
        return ErrorFeedback.round(matrix, rows, 1e-6, heaviestFirst, new Progress(), CancelToken.none());
    }

    private static RoundingMatrix matrix(Grid grid, float... weights) {
        return new RoundingMatrix(1, weights.length, 1, weights, List.of(grid), new int[weights.length]);
    }
}
