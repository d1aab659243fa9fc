package org.bitwright.training.gradient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.bitwright.task.Parallel;
import org.bitwright.training.GradientRounding;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GradientQuantizerTest {

    /** Four bits: levels −7 … 7, the step is 7 / 7 = 1, ties go to the even level. */
    @Test
    void to_nearest_of_four_bits_ties_go_to_even() {
        float[] gradient = {7, -0.5f, 0.5f, 1.5f, -2.5f, 3.2f, 0};
        GradientGrid grid = quantizer(4, false, false, 7).round(0, 0, gradient);
        assertThat(grid).isEqualTo(new GradientGrid(1, 7));
        assertThat(gradient).containsExactly(7, 0, 0, 2, -2, 3, 0);
    }

    /** Two bits: −1, 0, 1 times the greatest magnitude. */
    @Test
    void two_bits_leave_three_levels() {
        float[] gradient = {0.3f, -0.8f, 0.39f, 0.41f, -0.41f};
        GradientGrid grid = quantizer(2, false, false, 5).round(0, 0, gradient);
        assertThat(grid).isEqualTo(new GradientGrid(0.8f, 1));
        assertThat(gradient).containsExactly(0, -0.8f, 0, 0.8f, -0.8f);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4, 8, 16})
    void stochastic_rounding_takes_one_of_the_two_levels_around_each_value(int bits) {
        float[] gradient = gaussian(10_000, 3);
        float[] rounded = gradient.clone();
        GradientGrid grid = quantizer(bits, true, false, rounded.length).round(5, 0, rounded);
        for (int i = 0; i < rounded.length; i++) {
            double code = Math.rint(rounded[i] / (double) grid.step());
            assertThat(rounded[i]).isEqualTo((float) code * grid.step());
            assertThat(Math.abs(code)).isLessThanOrEqualTo((1 << (bits - 1)) - 1);
            assertThat(Math.abs(code - gradient[i] / (double) grid.step())).isLessThan(1.01);
        }
    }

    /** The mean over n seeds has a standard deviation of at most step / (2·√n): five of them are allowed. */
    @Test
    void the_mean_of_stochastic_rounding_over_seeds_is_the_gradient() {
        float[] gradient = {1, 0.25f, -0.25f, 0.01f, -0.9f, 0.5f, 0, 0.333f};
        int seeds = 40_000;
        double[] sums = new double[gradient.length];
        for (int seed = 0; seed < seeds; seed++) {
            float[] rounded = gradient.clone();
            new GradientQuantizer(new GradientRounding(2, true, false), seed, new int[] {8}).round(1, 0, rounded);
            for (int i = 0; i < sums.length; i++) {
                sums[i] += rounded[i];
            }
        }
        for (int i = 0; i < sums.length; i++) {
            assertThat(sums[i] / seeds).isCloseTo(gradient[i], within(5 / (2 * Math.sqrt(seeds))));
        }
    }

    /** The same over the steps of a run, and over the places of a tensor. */
    @Test
    void steps_and_places_draw_anew() {
        GradientQuantizer quantizer = quantizer(2, true, false, 1001);
        double sum = 0;
        float[] first = {};
        for (int step = 0; step < 40; step++) {
            float[] rounded = new float[1001];
            java.util.Arrays.fill(rounded, 0.3f);
            rounded[1000] = 1;
            quantizer.round(step, 0, rounded);
            for (int i = 0; i < 1000; i++) {
                sum += rounded[i];
            }
            assertThat(rounded).isNotEqualTo(first);
            first = rounded;
        }
        assertThat(sum / 40_000).isCloseTo(0.3, within(5 * Math.sqrt(0.3 * 0.7 / 40_000)));
    }

    @Test
    void what_is_zero_stays_zero() {
        float[] gradient = {0, 0, 0, 1};
        for (int step = 0; step < 100; step++) {
            float[] rounded = gradient.clone();
            quantizer(2, true, false, 4).round(step, 0, rounded);
            assertThat(rounded).containsExactly(0, 0, 0, 1);
        }
        float[] nothing = new float[4];
        quantizer(2, true, false, 4).round(0, 0, nothing);
        assertThat(nothing).containsOnly(0);
    }

    /** What was sent and what is kept make up what there was, at every step: the sum of all loses nothing. */
    @Test
    void error_feedback_gives_back_what_rounding_lost() {
        GradientQuantizer quantizer = quantizer(2, false, true, 3);
        // Step 0.9: 0.3 is below half of it and is lost twice; the third time 0.9 is sent.
        double[] sent = new double[3];
        for (int step = 0; step < 3; step++) {
            float[] gradient = {0.9f, 0.3f, -0.3f};
            quantizer.addKept(0, gradient);
            quantizer.round(step, 0, gradient);
            for (int i = 0; i < 3; i++) {
                sent[i] += gradient[i];
            }
        }
        assertThat(sent[0]).isCloseTo(2.7, within(1e-6));
        for (int i = 1; i < 3; i++) {
            assertThat(sent[i] + quantizer.kept(0)[i]).isCloseTo(i == 1 ? 0.9 : -0.9, within(1e-6));
        }
        // 0.3 → 0, 0.6 → 0.9, −0.3 + 0.3 → 0: what is sent is 0.9.
        assertThat(sent[1]).isCloseTo(0.9, within(1e-6));
        assertThat(quantizer.kept(0)[1]).isCloseTo(0, within(1e-6f));
    }

    @Test
    void threads_do_not_show() {
        float[] gradient = gaussian(300_000, 9);
        float[] one = gradient.clone();
        float[] many = gradient.clone();
        GradientGrid grid = Parallel.onOneThread(
                () -> quantizer(4, true, true, gradient.length).round(2, 0, one));
        assertThat(quantizer(4, true, true, gradient.length).round(2, 0, many)).isEqualTo(grid);
        assertThat(many).isEqualTo(one);
    }

    @Test
    void tiny_gradients_have_a_step_that_is_a_normal_number() {
        float[] gradient = {Float.MIN_VALUE, -3 * Float.MIN_VALUE};
        GradientGrid grid = quantizer(8, false, false, 2).round(0, 0, gradient);
        assertThat(grid.step()).isEqualTo(Float.MIN_NORMAL);
        assertThat(gradient).containsExactly(0, 0);
    }

    @ParameterizedTest
    @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
    void what_is_no_number_is_refused(float value) {
        assertThatThrownBy(() -> quantizer(4, true, false, 3).round(0, 0, new float[] {1, value, 2}))
                .isInstanceOf(ArithmeticException.class);
    }

    private static GradientQuantizer quantizer(int bits, boolean stochastic, boolean feedback, int size) {
        return new GradientQuantizer(new GradientRounding(bits, stochastic, feedback), 7, new int[] {size});
    }

    private static float[] gaussian(int count, long seed) {
        Random random = new Random(seed);
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) random.nextGaussian() * 0.01f;
        }
        return values;
    }
}
