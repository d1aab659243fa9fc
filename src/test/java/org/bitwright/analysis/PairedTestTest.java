package org.bitwright.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class PairedTestTest {

    @Test
    void publishedApprovalRatings() {
        // Agresti, "Categorical Data Analysis", table of approval ratings of the prime minister: 150 and 86 changed
        // their mind. R's package exact2x2 prints p-value = 3.716e-05.
        assertThat(new PairedTest(150, 86).p()).isCloseTo(3.716e-05, within(5e-9));
    }

    @Test
    void smallNumbersByHand() {
        // 2 · 1/2⁶; 2 · (1 + 10)/2¹⁰; 2 · (1 + 20 + 190 + 1140 + 4845 + 15504)/2²⁰
        assertThat(new PairedTest(0, 6).p()).isCloseTo(0.03125, within(1e-15));
        assertThat(new PairedTest(9, 1).p()).isCloseTo(22.0 / 1024, within(1e-15));
        assertThat(new PairedTest(5, 15).p()).isCloseTo(43400.0 / 1048576, within(1e-15));
    }

    @Test
    void bothSidesAlikeOrNothingAtAllIsNoDifference() {
        assertThat(new PairedTest(0, 0).p()).isEqualTo(1);
        assertThat(new PairedTest(10, 10).p()).isEqualTo(1);
        assertThat(new PairedTest(0, 1).p()).isCloseTo(1, within(1e-12));
        assertThat(new PairedTest(3, 4).p()).isCloseTo(1, within(1e-12));
        assertThat(new PairedTest(0, 0).isDifferent()).isFalse();
    }

    @Test
    void sixToNoneIsTheLeastThatTells() {
        assertThat(new PairedTest(0, 5).isDifferent()).isFalse();
        assertThat(new PairedTest(0, 6).isDifferent()).isTrue();
        assertThat(new PairedTest(6, 0).isDifferent()).isTrue();
    }

    @Test
    void largeNumbersNeitherOverflowNorVanish() {
        // The first by exact fractions, the others by SciPy 1.17's binomtest.
        assertThat(new PairedTest(1010, 1090).p()).isCloseTo(0.08469768650772927, within(1e-11));
        assertThat(new PairedTest(41000, 40000).p()).isCloseTo(4.478218231375636e-4, within(1e-11));
        assertThat(new PairedTest(500_000, 502_000).p()).isCloseTo(0.0458246952632217, within(1e-9));
        assertThat(new PairedTest(100_000, 0).p()).isZero();
    }

    @Test
    void countsTheSamplesThatOneAloneAnswers() {
        int[] expected = {0, 0, 0, 0, 0, 0};
        Outcomes first = Outcomes.of(new int[] {0, 0, 0, 0, 1, 1}, expected);
        Outcomes second = Outcomes.of(new int[] {0, 1, 1, 1, 0, 1}, expected);

        assertThat(PairedTest.of(first, second)).isEqualTo(new PairedTest(3, 1));
        assertThat(PairedTest.of(second, first)).isEqualTo(new PairedTest(1, 3));
        assertThat(PairedTest.of(first, first)).isEqualTo(new PairedTest(0, 0));
    }

    @Test
    void samplesAreTheSame() {
        Outcomes few = Outcomes.of(new int[2], new int[2]);
        Outcomes more = Outcomes.of(new int[3], new int[3]);

        assertThatThrownBy(() -> PairedTest.of(few, more)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new PairedTest(-1, 0)).isInstanceOf(IllegalArgumentException.class);
    }
}
