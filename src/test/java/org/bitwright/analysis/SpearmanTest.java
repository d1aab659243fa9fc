package org.bitwright.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class SpearmanTest {

    @Test
    void correlatesRanksAndNotValues() {
        double[] x = {1, 2, 3, 4};

        assertThat(Spearman.correlation(x, new double[] {1, 10, 100, 1e9})).isEqualTo(1);
        assertThat(Spearman.correlation(x, new double[] {8, 4, 2, 1})).isEqualTo(-1);
    }

    @Test
    void followsTheFormulaOfRankDifferencesWithoutTies() {
        // Differences of the ranks 1, −1, 1, −1, 0: 1 − 6 · 4 / (5 · 24) = 0.8.
        double[] x = {10, 20, 30, 40, 50};
        double[] y = {0.2, 0.1, 0.4, 0.3, 0.5};

        assertThat(Spearman.correlation(x, y)).isCloseTo(0.8, within(1e-15));
    }

    @Test
    void tiesShareTheMeanOfTheirRanks() {
        assertThat(Spearman.ranks(new double[] {7, 3, 7, 1, 7})).containsExactly(4, 2, 4, 1, 4);
        // Ranks 1, 2.5, 2.5, 4 against 1, 2, 3, 4: 4.5 / √(4.5 · 5).
        assertThat(Spearman.correlation(new double[] {0, 1, 1, 2}, new double[] {1, 2, 3, 4}))
                .isCloseTo(4.5 / Math.sqrt(4.5 * 5), within(1e-15));
    }

    @Test
    void isUndefinedWhereNothingVaries() {
        assertThat(Spearman.correlation(new double[] {1}, new double[] {2})).isNaN();
        assertThat(Spearman.correlation(new double[0], new double[0])).isNaN();
        assertThat(Spearman.correlation(new double[] {1, 1, 1}, new double[] {1, 2, 3}))
                .isNaN();
    }

    @Test
    void bothSidesHaveAsManyValues() {
        assertThatThrownBy(() -> Spearman.correlation(new double[2], new double[3]))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
