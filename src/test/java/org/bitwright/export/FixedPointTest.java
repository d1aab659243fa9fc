package org.bitwright.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FixedPointTest {

    @ParameterizedTest
    @CsvSource({
        // 1/8 = 1/2 · 2^−2
        "0.125, 1073741824, 2",
        // 3 = 3/4 · 2^2
        "3, 1610612736, -2",
        "1, 1073741824, -1",
        // 0.3 = 0.6 · 2^−1; 0.6 · 2^31 = 1288490188.8
        "0.3, 1288490189, 1",
        // 1 − 2^−33 rounds up to 1 = 1/2 · 2^1
        "0.9999999998835847, 1073741824, -1"
    })
    void byHand(double value, int multiplier, int shift) {
        assertThat(FixedPoint.of(value)).isEqualTo(new FixedPoint(multiplier, shift));
    }

    @ParameterizedTest
    @ValueSource(doubles = {1e-9, 0.0003717, 0.49999, 0.5, 0.7071, 123.456})
    void isNearerThanHalfAStepOfQ31(double value) {
        FixedPoint factor = FixedPoint.of(value);
        assertThat(factor.multiplier()).isGreaterThanOrEqualTo(1 << 30);
        assertThat(Math.abs(factor.value() / value - 1)).isLessThanOrEqualTo(0x1p-31);
    }

    @Test
    void isOfPositiveNumbersOnly() {
        assertThatThrownBy(() -> FixedPoint.of(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> FixedPoint.of(Double.POSITIVE_INFINITY)).isInstanceOf(IllegalArgumentException.class);
    }
}
