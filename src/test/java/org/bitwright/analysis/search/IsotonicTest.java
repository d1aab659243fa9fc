package org.bitwright.analysis.search;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class IsotonicTest {

    @Test
    void whatFallsStays() {
        assertThat(Isotonic.falling(new double[] {9, 4, 4, 1})).containsExactly(9, 4, 4, 1);
        assertThat(Isotonic.falling(new double[0])).isEmpty();
    }

    @Test
    void whatRisesIsReplacedByItsMean() {
        assertThat(Isotonic.falling(new double[] {9, 2, 4, 1})).containsExactly(9, 3, 3, 1);
    }

    @Test
    void poolsGrowBackwardsAsFarAsTheyMust() {
        // 3, 7 → 5, 5; then 6 lifts all three to 16/3, which exceeds 4 and takes it in: 20/4
        assertThat(Isotonic.falling(new double[] {10, 4, 3, 7, 6, 0})).containsExactly(10, 5, 5, 5, 5, 0);
    }

    @Test
    void theGivenValuesStayAsTheyAre() {
        double[] values = {1, 2};
        Isotonic.falling(values);

        assertThat(values).containsExactly(1, 2);
    }
}
