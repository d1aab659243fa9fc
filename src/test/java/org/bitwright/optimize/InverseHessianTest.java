package org.bitwright.optimize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.bitwright.task.CancelToken;
import org.junit.jupiter.api.Test;

class InverseHessianTest {

    /** Inputs (1, 1) and (1, 0): XᵀX = [[2, 1], [1, 1]], and H is twice that. */
    @Test
    void theHessianIsTwiceTheSumOfProducts() {
        double[][] hessian = InverseHessian.hessian(2, 2, new float[] {1, 1, 1, 0}, CancelToken.none());
        assertThat(hessian).isDeepEqualTo(new double[][] {{4, 2}, {0, 2}});
    }

    /** More rows than are taken at once: 1,300 times the same (1, 2). */
    @Test
    void allRowsCount() {
        float[] inputs = new float[2 * 1300];
        for (int i = 0; i < inputs.length; i++) {
            inputs[i] = 1 + i % 2;
        }
        double[][] hessian = InverseHessian.hessian(1300, 2, inputs, CancelToken.none());
        assertThat(hessian).isDeepEqualTo(new double[][] {{2600, 5200}, {0, 10_400}});
    }

    /** H⁻¹ = [[½, −½], [−½, 1]], and its upper factor U with UᵀU = H⁻¹ is [[√½, −√½], [0, √½]]. */
    @Test
    void theFactorIsTheOneWorkedOutByHand() {
        double[][] factor = factor(new double[][] {{4, 2}, {0, 2}}, 0, 0, 1);
        double root = Math.sqrt(0.5);
        assertThat(factor[0]).containsExactly(new double[] {root, -root}, within(1e-12));
        assertThat(factor[1]).containsExactly(new double[] {0, root}, within(1e-12));
    }

    /** With the columns exchanged H⁻¹ = [[1, −½], [−½, ½]], and U = [[1, −½], [0, ½]]. */
    @Test
    void theFactorFollowsTheOrder() {
        double[][] factor = factor(new double[][] {{4, 2}, {0, 2}}, 0, 1, 0);
        assertThat(factor[0]).containsExactly(new double[] {1, -0.5}, within(1e-12));
        assertThat(factor[1]).containsExactly(new double[] {0, 0.5}, within(1e-12));
    }

    @Test
    void theHeaviestColumnsComeFirst() {
        double[][] hessian = {{2, 0, 0}, {0, 5, 0}, {0, 0, 3}};
        assertThat(InverseHessian.order(hessian, true)).containsExactly(1, 2, 0);
        assertThat(InverseHessian.order(hessian, false)).containsExactly(0, 1, 2);
    }

    /** The mean of the diagonal is 3: a damping of ½ adds 1.5, and 1 to what no input reaches unless damping is more. */
    @Test
    void dampingIsAShareOfTheMeanAndDeadColumnsGetOne() {
        double[][] hessian = {{6, 0}, {0, 0}};
        assertDiagonal(factor(hessian, 0.5, 0, 1), 7.5, 1.5);
        assertDiagonal(factor(hessian, 0.1, 0, 1), 6.3, 1);
        assertDiagonal(factor(new double[2][2], 0.1, 0, 1), 1, 1);
    }

    /** H is singular. Without damping, 10⁻⁵ of the mean is the first that is tried; 10⁻¹⁸ is lost in rounding. */
    @Test
    void dampingIsRaisedUntilTheHessianIsPositiveDefinite() {
        double[][] hessian = {{10, 10}, {0, 10}};
        for (double damping : new double[] {0, 1e-18}) {
            double[][] u = factor(hessian, damping, 0, 1);
            // (H + d·I)⁻¹ = [[10 + d, −10], [−10, 10 + d]] / (20 d + d²), d = 10⁻⁴
            double determinant = 20e-4 + 1e-8;
            assertThat(u[0][0] * u[0][0]).isCloseTo(10.0001 / determinant, within(1e-5));
            assertThat(u[0][0] * u[0][1]).isCloseTo(-10 / determinant, within(1e-5));
            assertThat(u[0][1] * u[0][1] + u[1][1] * u[1][1]).isCloseTo(10.0001 / determinant, within(1e-5));
        }
    }

    @Test
    void whatIsNotFiniteIsRefused() {
        double[][] infinite = {{1e308, 0}, {0, Double.POSITIVE_INFINITY}};
        double[][] unknown = {{1, 0}, {0, Double.NaN}};
        double[][] beside = {{1, Double.NaN}, {0, 1}};
        for (double[][] hessian : new double[][][] {infinite, unknown, beside}) {
            assertThatThrownBy(() -> factor(hessian, 0.01, 0, 1)).isInstanceOf(NotFiniteException.class);
        }
    }

    private static double[][] factor(double[][] hessian, double damping, int... order) {
        return InverseHessian.factor(hessian, order, damping, CancelToken.none());
    }

    private static void assertDiagonal(double[][] factor, double first, double second) {
        assertThat(factor[0]).containsExactly(new double[] {1 / Math.sqrt(first), 0}, within(1e-12));
        assertThat(factor[1]).containsExactly(new double[] {0, 1 / Math.sqrt(second)}, within(1e-12));
    }
}
