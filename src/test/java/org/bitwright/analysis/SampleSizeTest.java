package org.bitwright.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class SampleSizeTest {

    @Test
    void followsTheFormulaOfConnor() {
        // (1.95996 · √0.5 + 0.84162 · √0.34)² / 0.16 = (1.38590 + 0.49074)² / 0.16 = 22.0109
        assertThat(SampleSize.of(0.4, 0.5)).isEqualTo(23);
        // (1.95996 · √0.02 + 0.84162 · √0.019975)² / 0.000025 = (0.277181 + 0.118949)² / 0.000025 = 6276.8
        assertThat(SampleSize.of(0.005, 0.02)).isEqualTo(6277);
    }

    @Test
    void theExactTestFindsTheLossAboutFourTimesOutOfFive() {
        // The normal approximation leaves the exact test, which errs on the careful side, somewhat below 80 %.
        assertThat(power(0.1, 0.2, SampleSize.of(0.1, 0.2))).isCloseTo(0.8, within(0.04));
        assertThat(power(0.05, 0.1, SampleSize.of(0.05, 0.1))).isCloseTo(0.8, within(0.04));
        assertThat(power(0.02, 0.05, SampleSize.of(0.02, 0.05))).isCloseTo(0.8, within(0.04));
    }

    @Test
    void aLossIsNotLargerThanTheShareOfSamplesThatDiffer() {
        assertThat(SampleSize.of(0.1, 0.01)).isEqualTo(SampleSize.of(0.1, 0.1));
    }

    @Test
    void countsSamplesThatDifferWhicheverNetworkIsRight() {
        Outcomes first = Outcomes.of(new int[] {1, 1, 1, 0, 0}, new int[] {1, 1, 1, 1, 1});
        Outcomes second = Outcomes.of(new int[] {1, 1, 0, 0, 1}, new int[] {1, 1, 1, 1, 1});

        assertThat(SampleSize.of(0.1, first, second)).isEqualTo(SampleSize.of(0.1, 0.4));
    }

    @Test
    void noNumberOfSamplesFindsNoLoss() {
        assertThat(SampleSize.of(0, 0.1)).isEqualTo(Long.MAX_VALUE);
        assertThatThrownBy(() -> SampleSize.of(-0.1, 0.1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> SampleSize.of(Double.NaN, 0.1)).isInstanceOf(IllegalArgumentException.class);
    }

    /** Of the exact test, over all numbers of samples that differ and all ways in which they fall. */
    private static double power(double loss, double discordance, long samples) {
        double first = (discordance + loss) / 2 / discordance;
        double power = 0;
        double differing = Math.pow(1 - discordance, samples);
        for (int n = 0; n <= samples; n++) {
            if (differing > 1e-12) {
                double split = Math.pow(1 - first, n);
                for (int k = 0; k <= n; k++) {
                    power += new PairedTest(k, n - k).isDifferent() ? differing * split : 0;
                    split *= (double) (n - k) / (k + 1) * first / (1 - first);
                }
            }
            differing *= (double) (samples - n) / (n + 1) * discordance / (1 - discordance);
        }
        return power;
    }
}
