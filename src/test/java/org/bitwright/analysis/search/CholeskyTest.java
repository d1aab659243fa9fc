package org.bitwright.analysis.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class CholeskyTest {

    @Test
    void solvesByHand() {
        // 4x + 2y = 8, 2x + 3y = 8: x = 1, y = 2
        double[] x = Cholesky.solve(new double[][] {{4, 0}, {2, 3}}, new double[] {8, 8});

        assertThat(x[0]).isCloseTo(1, within(1e-14));
        assertThat(x[1]).isCloseTo(2, within(1e-14));
    }

    @Test
    void nothingIsSolvedByNothing() {
        assertThat(Cholesky.solve(new double[0][0], new double[0])).isEmpty();
    }
}
