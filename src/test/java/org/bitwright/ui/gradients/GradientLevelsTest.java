package org.bitwright.ui.gradients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.bitwright.training.GradientRounding;
import org.bitwright.training.GradientStatistics;
import org.bitwright.training.gradient.GradientGrid;
import org.bitwright.training.gradient.GradientQuantizer;
import org.bitwright.training.gradient.GradientTally;
import org.junit.jupiter.api.Test;

class GradientLevelsTest {
    private static final GradientRounding THREE = new GradientRounding(3, false, false);
    private static final GradientRounding THREE_STOCHASTIC = new GradientRounding(3, true, false);

    /** Values from −3 to 3, three steps of 1 on each side: an even spread between −3 and 3 with {@code zeros} zeros. */
    private static GradientStatistics even(int bins, long each, int zeros) {
        long[] histogram = new long[bins];
        Arrays.fill(histogram, each);
        histogram[bins / 2] += zeros;
        int values = (int) (bins * each + zeros);
        return new GradientStatistics(
                "w", "l", values, 3, (double) zeros / values, 1, 0.1, 10, 0.2, histogram, 3L * values + 32);
    }

    @Test
    void anEvenSpreadGoesToTheNearestLevels() {
        GradientLevels levels = GradientLevels.of(even(60, 10, 0), THREE);
        // 600 values over 6 steps: 100 a step, half of that at the ends.
        assertThat(levels.counts()).hasSize(7);
        assertThat(levels.level(0)).isEqualTo(-3);
        assertThat(levels.level(6)).isEqualTo(3);
        double[] expected = {50, 100, 100, 100, 100, 100, 50};
        for (int i = 0; i < expected.length; i++) {
            assertThat(levels.counts()[i]).isCloseTo(expected[i], within(1e-9));
        }
    }

    @Test
    void stochasticRoundingSharesValuesBetweenTheLevelsBesideThem() {
        long[] histogram = new long[6];
        // Ten values between 1 and 2, on average 1.5: half goes up.
        histogram[4] = 10;
        GradientStatistics gradient = new GradientStatistics("w", "l", 10, 3, 0, 1, 0.1, 10, 0, histogram, 62);
        double[] counts = GradientLevels.of(gradient, THREE_STOCHASTIC).counts();
        assertThat(counts[4]).isCloseTo(5, within(1e-9));
        assertThat(counts[5]).isCloseTo(5, within(1e-9));
        assertThat(Arrays.stream(counts).sum()).isCloseTo(10, within(1e-9));
    }

    @Test
    void zerosStayZero() {
        double[] counts = GradientLevels.of(even(6, 0, 40), THREE_STOCHASTIC).counts();
        assertThat(counts).containsExactly(0, 0, 0, 40, 0, 0, 0);
    }

    @Test
    void theNearestLevelOfAValueIsFound() {
        GradientLevels levels = GradientLevels.of(even(60, 10, 0), THREE);
        assertThat(levels.nearest(1.4) - levels.side()).isEqualTo(1);
        assertThat(levels.nearest(1.6) - levels.side()).isEqualTo(2);
        assertThat(levels.nearest(-9) - levels.side()).isEqualTo(-3);
    }

    @Test
    void whatIsDrawnIsCloseToWhatRoundingReallyDoes() {
        float[] values = new float[20_000];
        Random random = new Random(3);
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        float[] rounded = values.clone();
        GradientRounding four = new GradientRounding(4, true, false);
        GradientGrid grid = new GradientQuantizer(four, 1, new int[] {values.length}).round(0, 0, rounded);
        GradientStatistics gradient = GradientTally.of("w", "l", values, rounded, grid, 4);
        double[] counts = GradientLevels.of(gradient, four).counts();
        for (int level = 0; level < counts.length; level++) {
            double value = (level - counts.length / 2) * (double) grid.step();
            long really = 0;
            for (float one : rounded) {
                really += Math.abs(one - value) < grid.step() / 2 ? 1 : 0;
            }
            // Five standard deviations of a count, and what bins blur.
            assertThat(counts[level]).isCloseTo(really, within(5 * Math.sqrt(really + 1.0) + 20));
        }
    }
}
