package org.bitwright.quant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class QuantErrorTest {

    @Test
    void numbersFollowFromTheSums() {
        // x = 3, 4; x̂ = 3, 3.5 with 3.5 the end: Σx² = 25, Σe² = 0.25 all clipped, Σx·x̂ = 23, Σx̂² = 21.25.
        QuantError error = new QuantError(2, 25, 0.25, 0.25, 23, 21.25, 0.5, 1, true);
        assertThat(error.mse()).isEqualTo(0.125);
        assertThat(error.sqnrDb()).isCloseTo(20, within(1e-12));
        assertThat(error.cosine()).isCloseTo(23 / Math.sqrt(25 * 21.25), within(1e-15));
        assertThat(error.clippedShare()).isEqualTo(0.5);
        assertThat(error.clipErrorShare()).isEqualTo(1);
    }

    @Test
    void nothingHasNoError() {
        assertThat(QuantError.NONE.mse()).isZero();
        assertThat(QuantError.NONE.sqnrDb()).isNaN();
        assertThat(QuantError.NONE.cosine()).isNaN();
        assertThat(QuantError.NONE.clippedShare()).isZero();
        assertThat(QuantError.NONE.clipErrorShare()).isZero();
    }

    @Test
    void sumsAddUpAndTheGreatestErrorStays() {
        QuantError one = new QuantError(2, 25, 0.25, 0.25, 23, 21.25, 0.5, 1, true);
        QuantError other = new QuantError(1, 1, 0.0625, 0, 1.25, 1.5625, 0.25, 0, false);
        assertThat(one.plus(other)).isEqualTo(new QuantError(3, 26, 0.3125, 0.25, 24.25, 22.8125, 0.5, 1, false));
        assertThat(one.plus(QuantError.NONE)).isEqualTo(one);
    }
}
