package org.bitwright.analysis.sensitivity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.bitwright.analysis.Fidelity;
import org.bitwright.analysis.Outcomes;
import org.junit.jupiter.api.Test;

class CellVerdictTest {
    private static final boolean COMPLETE = true;

    /** 95 %: with no sample lost the loss ends at z²/(n + z²), which is below 1 % from 381 samples on: 3.8415/384.8. */
    @Test
    void nothingLostIsHarmlessOnceThereAreSamplesEnough() {
        assertThat(verdict(0, 380, COMPLETE)).isEqualTo(CellVerdict.UNSURE);
        assertThat(verdict(0, 381, COMPLETE)).isEqualTo(CellVerdict.HARMLESS);
    }

    /** At the stricter level of a look, z² is 15.137: it takes 1,499 samples. */
    @Test
    void aLookIsMoreCareful() {
        assertThat(verdict(0, 1498, !COMPLETE)).isEqualTo(CellVerdict.UNSURE);
        assertThat(verdict(0, 1499, !COMPLETE)).isEqualTo(CellVerdict.HARMLESS);
    }

    @Test
    void muchLostHurts() {
        assertThat(verdict(40, 400, COMPLETE)).isEqualTo(CellVerdict.HURTS);
        assertThat(verdict(40, 400, !COMPLETE)).isEqualTo(CellVerdict.HURTS);
        assertThat(verdict(10, 400, COMPLETE)).isEqualTo(CellVerdict.HURTS);
        assertThat(verdict(10, 400, !COMPLETE)).isEqualTo(CellVerdict.UNSURE);
    }

    @Test
    void whatIsLostOnSomeSamplesAndWonOnOthersIsNoLoss() {
        Outcomes reference = outcomes(50, 100, 2000);
        Outcomes quantized = outcomes(0, 50, 2000);

        assertThat(CellVerdict.ofOutcomes(reference, quantized, COMPLETE)).isEqualTo(CellVerdict.HARMLESS);
        assertThat(CellVerdict.ofOutcomes(outcomes(0, 0, 2000), quantized, COMPLETE))
                .isEqualTo(CellVerdict.HURTS);
    }

    /** Unlabelled: 20 answers of 400 differ. */
    @Test
    void answersThatDifferCountAsLost() {
        Fidelity fidelity = new Fidelity(Optional.empty(), 400, 380, 1, 1, 1);

        assertThat(CellVerdict.of(fidelity, fidelity, COMPLETE)).isEqualTo(CellVerdict.HURTS);
        assertThat(CellVerdict.ofSpared(fidelity, fidelity, COMPLETE)).isEqualTo(CellVerdict.UNSURE);
    }

    @Test
    void whatTheFloatNetworkHasNotRunOnIsNotJudged() {
        Fidelity floating = fidelity(outcomes(0, 0, 100));
        Fidelity quantized = fidelity(outcomes(0, 80, 400));

        assertThat(CellVerdict.of(floating, quantized, COMPLETE)).isEqualTo(CellVerdict.UNSURE);
        assertThat(CellVerdict.of(fidelity(outcomes(0, 0, 500)), quantized, COMPLETE))
                .isEqualTo(CellVerdict.HURTS);
        assertThat(CellVerdict.of(Fidelity.none(true), Fidelity.none(true), COMPLETE))
                .isEqualTo(CellVerdict.UNSURE);
    }

    /** The present network loses 80 of 400 against the one with a layer spared. */
    @Test
    void aSparedLayerHurtsWhereItsQuantizationDoes() {
        assertThat(CellVerdict.ofSpared(fidelity(outcomes(0, 80, 400)), fidelity(outcomes(0, 0, 400)), COMPLETE))
                .isEqualTo(CellVerdict.HURTS);
        assertThat(CellVerdict.ofSpared(fidelity(outcomes(0, 0, 400)), fidelity(outcomes(0, 80, 400)), COMPLETE))
                .isEqualTo(CellVerdict.HARMLESS);
    }

    private static CellVerdict verdict(int lost, int samples, boolean complete) {
        return CellVerdict.ofOutcomes(outcomes(0, 0, samples), outcomes(0, lost, samples), complete);
    }

    private static Fidelity fidelity(Outcomes outcomes) {
        return new Fidelity(Optional.of(outcomes), outcomes.samples(), 0, 0, 0, 0);
    }

    /** Wrong from one sample to before another, else right. */
    private static Outcomes outcomes(int from, int to, int samples) {
        int[] answers = new int[samples];
        for (int i = from; i < to; i++) {
            answers[i] = 1;
        }
        return Outcomes.of(answers, new int[samples]);
    }
}
