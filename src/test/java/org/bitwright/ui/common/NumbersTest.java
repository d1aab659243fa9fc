package org.bitwright.ui.common;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NumbersTest {
    @Test
    void fourSignificantDigitsAreShown() {
        assertThat(Numbers.shortText(0.0024398)).isEqualTo("0.00244");
        assertThat(Numbers.shortText(123456)).isEqualTo("123500");
        assertThat(Numbers.shortText(-0.31)).isEqualTo("−0.31");
        assertThat(Numbers.shortText(0.1f)).isEqualTo("0.1");
        assertThat(Numbers.shortText(0)).isEqualTo("0");
        assertThat(Numbers.shortText(-0.0)).isEqualTo("0");
    }

    @Test
    void verySmallAndVeryLargeNumbersAreScientific() {
        assertThat(Numbers.shortText(3.0714e-5)).isEqualTo("3.071e−5");
        assertThat(Numbers.shortText(-2e9)).isEqualTo("−2e9");
        assertThat(Numbers.shortText(9.9999e-5)).isEqualTo("1e−4");
    }

    @Test
    void whatIsNoNumberIsSaidSo() {
        assertThat(Numbers.shortText(Double.NaN)).isEqualTo("–");
        assertThat(Numbers.shortText(Double.POSITIVE_INFINITY)).isEqualTo("∞");
        assertThat(Numbers.decibels(Double.POSITIVE_INFINITY)).isEqualTo("∞");
    }

    @Test
    void exactTextGivesTheSameFloatBack() {
        for (float value : new float[] {0.1f, -3.1415927f, 1e-38f, 16777216f, 0.0024f}) {
            assertThat(Numbers.parse(Numbers.exact(value)).orElseThrow())
                    .satisfies(
                            parsed -> assertThat((float) parsed.doubleValue()).isEqualTo(value));
        }
    }

    @Test
    void wordsAreNoNumbers() {
        assertThat(Numbers.parse("abc")).isEmpty();
        assertThat(Numbers.parse("")).isEmpty();
        assertThat(Numbers.parse("1e999")).isEmpty();
        assertThat(Numbers.parse("NaN")).isEmpty();
        assertThat(Numbers.parse(" −0.5 ")).hasValue(-0.5);
    }

    @Test
    void bytesGetAUnitOfThousands() {
        assertThat(Numbers.bytes(999)).isEqualTo("999 B");
        assertThat(Numbers.bytes(1000)).isEqualTo("1.00 KB");
        assertThat(Numbers.bytes(62_400)).isEqualTo("62.4 KB");
        assertThat(Numbers.bytes(246_824)).isEqualTo("247 KB");
        assertThat(Numbers.bytes(999_600)).isEqualTo("1.00 MB");
    }
}
