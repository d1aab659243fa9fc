package org.bitwright.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Optional;
import org.bitwright.runtime.Evaluation;
import org.junit.jupiter.api.Test;

class FidelityTest {
    private static final double EXACT = 1e-12;
    private static final double FLOATS = 1e-6;

    /** Of probabilities ½, ½ from ¼, ¾: ½ ln 2 + ½ ln ⅔ = ½ ln 4/3. */
    @Test
    void divergenceIsThatOfTheSoftmax() {
        Fidelity fidelity = Fidelity.of(run(0, 2, 0, 0), run(0, 2, 0, (float) Math.log(3)), Optional.empty());

        assertThat(fidelity.kl()).isCloseTo(0.5 * Math.log(4 / 3.0), within(FLOATS));
    }

    /** The same logits, shifted by what would overflow the exponential. */
    @Test
    void divergenceDoesNotOverflow() {
        Fidelity fidelity = Fidelity.of(run(0, 2, 2000, 2000), run(0, 2, -2000, -2000), Optional.empty());

        assertThat(fidelity.kl()).isCloseTo(0, within(EXACT));
        assertThat(fidelity.signal()).isEqualTo(8e6);
        assertThat(fidelity.noise()).isEqualTo(3.2e7);
    }

    /** As they are: the softmax of ½, ½ and ¼, ¾ would be 0.5, 0.5 and 0.378, 0.622. */
    @Test
    void probabilitiesAreTakenAsTheyAre() {
        Fidelity fidelity = Fidelity.of(run(0, 2, 0.5f, 0.5f), run(0, 2, 0.25f, 0.75f), Optional.empty());

        assertThat(fidelity.kl()).isCloseTo(0.5 * Math.log(4 / 3.0), within(EXACT));
    }

    /** One row of logits may happen to sum to 1; where another does not, none are probabilities. */
    @Test
    void outputsAreProbabilitiesOnlyIfAllSamplesAre() {
        Fidelity fidelity = Fidelity.of(run(0, 2, 0.5f, 0.5f, 0, 0), run(0, 2, 0.25f, 0.75f, 0, 0), Optional.empty());

        double q = 1 / (1 + Math.exp(0.5));
        assertThat(fidelity.divergence())
                .isCloseTo(0.5 * Math.log(0.5 / q) + 0.5 * Math.log(0.5 / (1 - q)), within(EXACT));
    }

    /** 0 · ln 0 is 0; a probability that became 0 counts as 2^−126: 1 · (0 + 126 ln 2). */
    @Test
    void zerosKeepTheDivergenceFinite() {
        Fidelity same = Fidelity.of(run(0, 2, 1, 0), run(0, 2, 1, 0), Optional.empty());
        Fidelity gone = Fidelity.of(run(0, 2, 1, 0), run(0, 2, 0, 1), Optional.empty());

        assertThat(same.kl()).isZero();
        assertThat(gone.kl()).isCloseTo(126 * Math.log(2), within(1e-9));
    }

    @Test
    void aSingleOutputHasNoDivergence() {
        Fidelity fidelity = Fidelity.of(run(0, 1, 3, 4), run(0, 1, 3, 5), Optional.empty());

        assertThat(fidelity.kl()).isNaN();
        assertThat(fidelity.sqnrDb()).isCloseTo(10 * Math.log10(25), within(EXACT));
    }

    @Test
    void whatTheCandidateMakesNotANumberIsNoiseWithoutEnd() {
        Fidelity fidelity = Fidelity.of(run(0, 2, 0, 0, 1, 0), run(0, 2, Float.NaN, 0, 1, 0), Optional.empty());

        assertThat(fidelity.sqnrDb()).isEqualTo(Double.NEGATIVE_INFINITY);
        assertThat(fidelity.divergence()).isCloseTo(126 * Math.log(2) - Math.log(2), within(1e-9));
    }

    /** Nothing is compared with NaN: the second sample alone counts for signal, noise and divergence. */
    @Test
    void whatTheFloatNetworkMakesNotANumberIsLeftOut() {
        Fidelity fidelity = Fidelity.of(run(0, 2, Float.NaN, 0, 3, 4), run(0, 2, 5, 0, 3, 3), Optional.empty());

        assertThat(fidelity.signal()).isEqualTo(25);
        assertThat(fidelity.noise()).isEqualTo(1);
        assertThat(fidelity.divergence()).isFinite();
        assertThat(fidelity.samples()).isEqualTo(2);
    }

    @Test
    void labelsAreThoseOfTheWholeDataSet() {
        Optional<int[]> labels = Optional.of(new int[] {9, 9, 1, 0, 9});

        Fidelity fidelity = Fidelity.of(run(2, 2, 0, 1, 0, 1), run(2, 2, 0, 1, 1, 0), labels);

        assertThat(fidelity.accuracy()).contains(new Accuracy(2, 2));
        assertThat(fidelity.agreeing()).isEqualTo(1);
        assertThat(fidelity.agreement()).isEqualTo(0.5);
        assertThatThrownBy(() -> Fidelity.of(run(2, 2, 0, 1), run(3, 2, 0, 1), labels))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void partsAddUpToTheWhole() {
        Optional<int[]> labels = Optional.of(new int[] {0, 1, 1});
        float[] reference = {1, 2, -3, 4, 0.5f, 0.25f};
        float[] candidate = {1.5f, 2, -3, 3, 0, 1};
        Fidelity whole = Fidelity.of(run(0, 2, reference), run(0, 2, candidate), labels);

        Fidelity parts = Fidelity.none(true)
                .followedBy(Fidelity.of(run(0, 2, 1, 2), run(0, 2, 1.5f, 2), labels))
                .followedBy(Fidelity.of(run(1, 2, -3, 4, 0.5f, 0.25f), run(1, 2, -3, 3, 0, 1), labels));

        assertThat(parts.outcomes()).isEqualTo(whole.outcomes());
        assertThat(parts.agreeing()).isEqualTo(whole.agreeing());
        assertThat(parts.signal()).isCloseTo(whole.signal(), within(EXACT));
        assertThat(parts.noise()).isCloseTo(whole.noise(), within(EXACT));
        assertThat(parts.divergence()).isCloseTo(whole.divergence(), within(EXACT));
    }

    /** The outputs of one sample of two were kept: what it says stands for both. */
    @Test
    void outputsOfTheFirstSamplesStandForAll() {
        Evaluation reference = new Evaluation(0, new int[] {1, 1}, -1, new float[] {3, 4}, 1, 0);
        Evaluation candidate = new Evaluation(0, new int[] {1, 0}, -1, new float[] {3, 5}, 1, 0);
        Evaluation silent = new Evaluation(0, new int[] {1, 0}, -1, new float[0], 0);

        assertThat(Fidelity.of(reference, candidate, Optional.empty()).signal()).isEqualTo(50);
        assertThat(Fidelity.of(reference, candidate, Optional.empty()).noise()).isEqualTo(2);
        assertThat(Fidelity.of(reference, silent, Optional.empty()).kl()).isNaN();
    }

    private static Evaluation run(int first, int length, float... outputs) {
        int[] predictions = new int[outputs.length / length];
        for (int sample = 0; sample < predictions.length; sample++) {
            for (int i = 1; i < length; i++) {
                boolean larger = outputs[sample * length + i] > outputs[sample * length + predictions[sample]];
                predictions[sample] = larger ? i : predictions[sample];
            }
        }
        return new Evaluation(first, predictions, -1, outputs, 0);
    }
}
