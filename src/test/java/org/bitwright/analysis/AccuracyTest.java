package org.bitwright.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AccuracyTest {

    /** Newcombe, Statistics in Medicine 17 (1998), table I, method 3 (score without continuity correction). */
    @ParameterizedTest
    @CsvSource({"81, 263, 0.2553, 0.3662", "15, 148, 0.0624, 0.1605", "0, 20, 0.0000, 0.1611", "1, 29, 0.0061, 0.1718"})
    void intervalIsWilsonsAsPublished(long correct, long samples, double low, double high) {
        Accuracy accuracy = new Accuracy(correct, samples);

        assertThat(accuracy.low()).isCloseTo(low, within(5e-5));
        assertThat(accuracy.high()).isCloseTo(high, within(5e-5));
    }

    @Test
    void intervalAtTheEndsStaysWithinZeroAndOne() {
        for (long samples : new long[] {1, 7, 20, 10_000, 1L << 40}) {
            // With p = 0 the ends are 0 and z²/(n + z²); with p = 1 the mirror image.
            double z2 = 1.959963984540054 * 1.959963984540054;
            assertThat(new Accuracy(0, samples).low()).isZero();
            assertThat(new Accuracy(0, samples).high()).isCloseTo(z2 / (samples + z2), within(1e-12));
            assertThat(new Accuracy(samples, samples).high()).isEqualTo(1);
            assertThat(new Accuracy(samples, samples).low()).isCloseTo(samples / (samples + z2), within(1e-12));
        }
    }

    @Test
    void nothingMeasuredHasNoAccuracy() {
        Accuracy none = new Accuracy(0, 0);

        assertThat(none.top1()).isNaN();
        assertThat(none.low()).isNaN();
        assertThat(none.high()).isNaN();
    }

    @Test
    void partsAddUp() {
        assertThat(new Accuracy(3, 4).plus(new Accuracy(1, 6))).isEqualTo(new Accuracy(4, 10));
        assertThat(new Accuracy(4, 10).top1()).isEqualTo(0.4);
    }

    @Test
    void impossibleCountsAreRefused() {
        assertThatThrownBy(() -> new Accuracy(2, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Accuracy(-1, 1)).isInstanceOf(IllegalArgumentException.class);
    }
}
