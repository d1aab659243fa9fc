package org.bitwright.project;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.bitwright.runtime.Evaluation;
import org.junit.jupiter.api.Test;

class OutputComparisonTest {

    private static Evaluation run(int[] predictions, float... outputs) {
        return new Evaluation(0, predictions, -1, outputs, 0);
    }

    @Test
    void agreementIsTheShareOfEqualAnswers() {
        assertThat(OutputComparison.agreement(run(new int[] {1, 2, 3, 4}), run(new int[] {1, 2, 3, 0})))
                .isEqualTo(0.75);
    }

    @Test
    void sqnrByHand() {
        // Signal 3² + 4² = 25, noise 0.3² + 0.4² = 0.25: 100 times, 20 dB.
        Evaluation reference = run(new int[] {0}, 3f, 4f);
        Evaluation candidate = run(new int[] {0}, 3.3f, 4.4f);
        assertThat(OutputComparison.sqnrDb(reference, candidate).orElseThrow()).isCloseTo(20, within(1e-5));
        assertThat(OutputComparison.cosine(reference, candidate).orElseThrow()).isCloseTo(1, within(1e-7));
    }

    @Test
    void equalOutputsHaveInfiniteSqnr() {
        Evaluation same = run(new int[] {0}, 3f, 4f);
        assertThat(OutputComparison.sqnrDb(same, same)).hasValue(Double.POSITIVE_INFINITY);
    }

    @Test
    void outputsThatWereNotKeptGiveNothing() {
        Evaluation none = run(new int[] {0});
        assertThat(OutputComparison.sqnrDb(none, none)).isEmpty();
        assertThat(OutputComparison.cosine(none, none)).isEmpty();
    }

    @Test
    void meanCosineIsThatOfEachSampleByItself() {
        // (1, 0) against (1, 1): 1/√2. (0, 100) against (0, 50): 1. Together they would be nearly parallel.
        Evaluation reference = run(new int[] {0, 0}, 1, 0, 0, 100);
        Evaluation candidate = run(new int[] {0, 0}, 1, 1, 0, 50);
        assertThat(OutputComparison.meanCosine(reference, candidate).orElseThrow())
                .isCloseTo((1 + Math.sqrt(0.5)) / 2, within(1e-12));
    }

    @Test
    void anOutputOfZerosIsLikeNoOther() {
        Evaluation reference = run(new int[] {0, 0}, 0, 0, 1, 2);
        Evaluation candidate = run(new int[] {0, 0}, 0, 0, 0, 0);
        assertThat(OutputComparison.meanCosine(reference, candidate)).hasValue(0.5);
    }
}
