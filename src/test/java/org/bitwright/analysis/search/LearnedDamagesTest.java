package org.bitwright.analysis.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class LearnedDamagesTest {
    private static final FreeLayer FIRST = Choices.layer(1, 4, 2, 1);
    private static final FreeLayer SECOND = Choices.layer(1, 2, 2, 1);

    @Test
    void nothingIsLearnedFromNothing() {
        assertThat(learned(List.of(FIRST, SECOND))).isEqualTo(List.of(FIRST, SECOND));
    }

    @Test
    void whatIsMeasuredAsItWasPredictedChangesNothing() {
        List<FreeLayer> learned = learned(List.of(FIRST, SECOND), network(0, 0, 6));

        assertThat(damage(learned, 0, 0)).isCloseTo(4, within(1e-12));
        assertThat(damage(learned, 1, 1)).isCloseTo(1, within(1e-12));
    }

    @Test
    void aSurpriseIsSharedByVarianceAmongTheLayers() {
        // Predicted 6, measured 7; variances 0.25 · 16 and 0.25 · 4, of the remainder (0.03 · 7)².
        double all = 4 + 1 + 0.0441;

        List<FreeLayer> learned = learned(List.of(FIRST, SECOND), network(0, 0, 7));

        assertThat(damage(learned, 0, 0)).isCloseTo(4 + 4 / all, within(1e-8));
        assertThat(damage(learned, 1, 0)).isCloseTo(2 + 1 / all, within(1e-8));
        // Another choice of the first layer: covariance 0.8 · 0.25 · 4 · 1.
        assertThat(damage(learned, 0, 1)).isCloseTo(1 + 0.8 / all, within(1e-8));
    }

    @Test
    void aLayerAlwaysLosesSomething() {
        List<FreeLayer> learned = learned(List.of(FIRST, SECOND), network(0, 0, 0));

        assertThat(damage(learned, 0, 0)).isGreaterThanOrEqualTo(0.4).isLessThan(4);
        assertThat(damage(learned, 1, 0)).isGreaterThanOrEqualTo(0.2).isLessThan(2);
    }

    private static LearnedDamages.Measured network(int first, int second, double loss) {
        return new LearnedDamages.Measured(
                List.of(FIRST.choices().get(first), SECOND.choices().get(second)), loss);
    }

    private static List<FreeLayer> learned(List<FreeLayer> layers, LearnedDamages.Measured... measured) {
        return LearnedDamages.of(layers, List.of(measured));
    }

    private static double damage(List<FreeLayer> layers, int layer, int choice) {
        return layers.get(layer).choices().get(choice).damage();
    }
}
