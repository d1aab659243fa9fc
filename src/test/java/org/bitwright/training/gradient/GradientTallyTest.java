package org.bitwright.training.gradient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.bitwright.training.GradientStatistics;
import org.junit.jupiter.api.Test;

class GradientTallyTest {

    /** Step 1: errors 0, −0.25, 0.5, 0, −0.25; squares sum to 0.375; the values' squares to 4 + 0.0625 + 2.25 + 0.0625. */
    @Test
    void counts_what_rounding_makes_of_a_gradient() {
        float[] before = {2, 0.25f, -1.5f, 0, 0.25f};
        float[] after = {2, 0, -1, 0, 0};
        GradientStatistics found = GradientTally.of("w", "conv1", before, after, new GradientGrid(1, 7), 4);
        assertThat(found.parameter()).isEqualTo("w");
        assertThat(found.layer()).isEqualTo("conv1");
        assertThat(found.values()).isEqualTo(5);
        assertThat(found.maxAbs()).isEqualTo(2);
        assertThat(found.zeros()).isEqualTo(0.2);
        assertThat(found.step()).isEqualTo(1);
        assertThat(found.mse()).isCloseTo(0.375 / 5, within(1e-12));
        assertThat(found.sqnr()).isCloseTo(10 * Math.log10(6.375 / 0.375), within(1e-9));
        assertThat(found.roundedToZero()).isEqualTo(2 / 4.0);
        assertThat(found.sentBits()).isEqualTo(5 * 4 + 32);
    }

    /** Bins of 4 / 128 = 1/32 from −2 on: −1.5 lies in bin 16, 0 in bin 64, 0.25 in bin 72, 2 in the last. */
    @Test
    void the_histogram_spans_the_greatest_magnitude_on_both_sides() {
        long[] histogram = GradientTally.of("w", "", new float[] {2, 0.25f, -1.5f, 0, 0.25f})
                .histogram();
        assertThat(histogram).hasSize(128);
        assertThat(histogram[16]).isEqualTo(1);
        assertThat(histogram[64]).isEqualTo(1);
        assertThat(histogram[72]).isEqualTo(2);
        assertThat(histogram[127]).isEqualTo(1);
        assertThat(Arrays.stream(histogram).sum()).isEqualTo(5);
    }

    @Test
    void a_gradient_that_is_not_rounded_loses_nothing_and_is_sent_as_it_is() {
        GradientStatistics found = GradientTally.of("w", "", new float[] {1, -1, 0});
        assertThat(found.mse()).isZero();
        assertThat(found.sqnr()).isInfinite();
        assertThat(found.step()).isZero();
        assertThat(found.roundedToZero()).isZero();
        assertThat(found.sentBits()).isEqualTo(96);
    }

    @Test
    void a_gradient_of_zeros_has_a_histogram_too() {
        GradientStatistics found = GradientTally.of("w", "", new float[4]);
        assertThat(found.zeros()).isEqualTo(1);
        assertThat(found.maxAbs()).isZero();
        assertThat(Arrays.stream(found.histogram()).sum()).isEqualTo(4);
    }
}
