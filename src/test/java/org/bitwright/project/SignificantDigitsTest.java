package org.bitwright.project;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SignificantDigitsTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "510, 510.0",
        "-160.21126, -160.2",
        "0.0012345, 0.001235",
        "999999, 999999",
        "1.17549435E-38, 1.175e-38",
        "-1.3074429E36, -1.307e+36"
    })
    void fourDigitsAreTold(double value, String told) {
        assertThat(SignificantDigits.of(value)).isEqualTo(told);
    }

    @ParameterizedTest
    @CsvSource({"20, 20.0", "27.24, 27.2", "6.8721489974698340E37, 6.872e+37"})
    void howManyTimesIsToldToOneDecimalWhileThatIsShort(double value, String told) {
        assertThat(SignificantDigits.times(value)).isEqualTo(told);
    }
}
