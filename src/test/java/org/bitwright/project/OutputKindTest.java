package org.bitwright.project;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class OutputKindTest {
    private static final double LOG2 = 0.6931471805599453;

    @Test
    void crossEntropyOfLogits() {
        // exp(0) : exp(0) is a half each; logits of log 3 and 0 are 3/4 and 1/4.
        float log3 = 1.0986123f;
        float[] logits = {0, 0, log3, 0};
        assertThat(OutputKind.LOGITS.crossEntropy(logits, new int[] {1, 1}, 2))
                .isCloseTo((LOG2 + 2 * LOG2) / 2, within(1e-7));
        // The largest is taken off first: exp(1000) is beyond double.
        assertThat(OutputKind.LOGITS.crossEntropy(new float[] {1000, 1000}, new int[] {0}, 1))
                .isCloseTo(LOG2, within(1e-12));
    }

    @Test
    void crossEntropyOfProbabilities() {
        float[] probabilities = {0.25f, 0.75f, 0.5f, 0.5f};
        assertThat(OutputKind.PROBABILITIES.crossEntropy(probabilities, new int[] {0, 1}, 2))
                .isCloseTo(1.5 * LOG2, within(1e-12));
        // A probability that was rounded to nothing is not infinitely wrong: 126·log 2.
        assertThat(OutputKind.PROBABILITIES.crossEntropy(new float[] {0, 1}, new int[] {0}, 1))
                .isCloseTo(126 * LOG2, within(1e-9));
    }

    @Test
    void crossEntropyOfLogProbabilities() {
        assertThat(OutputKind.LOG_PROBABILITIES.crossEntropy(new float[] {-2, -0.5f}, new int[] {0}, 1))
                .isEqualTo(2);
    }
}
