package org.bitwright.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.bitwright.task.Parallel;
import org.junit.jupiter.api.Test;

class ParameterUpdateTest {

    /** v = 0.5, w = 1 − 0.1·0.5; then v = 0.9·0.5 − 0.2 = 0.25, w = 0.95 − 0.025. */
    @Test
    void momentum_adds_up_gradients() {
        ParameterUpdate update = ParameterUpdate.of(new Optimizer.Sgd(0.9, 0), new int[] {1});
        float[] values = {1};
        update.apply(1, 0, values, new float[] {0.5f}, 0.1, true);
        assertThat(values[0]).isCloseTo(0.95f, within(1e-6f));
        update.apply(2, 0, values, new float[] {-0.2f}, 0.1, true);
        assertThat(values[0]).isCloseTo(0.925f, within(1e-6f));
    }

    /** Gradient 0.5 + 0.1·2 = 0.7 where weight decay applies. */
    @Test
    void weight_decay_is_part_of_the_gradient_where_it_applies() {
        ParameterUpdate update = ParameterUpdate.of(new Optimizer.Sgd(0, 0.1), new int[] {1, 1});
        float[] weight = {2};
        float[] bias = {2};
        update.apply(1, 0, weight, new float[] {0.5f}, 1, true);
        update.apply(1, 1, bias, new float[] {0.5f}, 1, false);
        assertThat(weight[0]).isCloseTo(1.3f, within(1e-6f));
        assertThat(bias[0]).isEqualTo(1.5f);
    }

    /** The first step of Adam is the rate in the direction of the gradient's sign, whatever its size. */
    @Test
    void the_first_step_of_adam_is_the_rate() {
        ParameterUpdate update = ParameterUpdate.of(Optimizer.adam(), new int[] {2});
        float[] values = {1, 1};
        update.apply(1, 0, values, new float[] {1e-3f, -5}, 0.01, true);
        assertThat(values[0]).isCloseTo(0.99f, within(1e-6f));
        assertThat(values[1]).isCloseTo(1.01f, within(1e-6f));
    }

    /** Values of PyTorch 1.13 after five steps from (1, −0.5, 2) with gradients (0.1·step, −0.2, 0.3)·w. */
    @Test
    void five_steps_are_those_of_pytorch() {
        assertThat(five(new Optimizer.Sgd(0.9, 0), 0.1))
                .containsExactly(new float[] {0.70287621f, -0.63774550f, 1.26579297f}, within(3e-7f));
        assertThat(five(new Optimizer.Sgd(0.9, 0.01), 0.1))
                .containsExactly(new float[] {0.69139302f, -0.63055420f, 1.24314618f}, within(3e-7f));
        assertThat(five(Optimizer.adam(), 0.01))
                .containsExactly(new float[] {0.95141673f, -0.55007613f, 1.95002234f}, within(3e-7f));
        assertThat(five(new Optimizer.Adam(0.8, 0.95, 1e-6, 0.1), 0.01))
                .containsExactly(new float[] {0.94964081f, -0.55012715f, 1.95003605f}, within(3e-7f));
    }

    private static float[] five(Optimizer optimizer, double rate) {
        ParameterUpdate update = ParameterUpdate.of(optimizer, new int[] {3});
        float[] values = {1, -0.5f, 2};
        for (int step = 1; step <= 5; step++) {
            float[] gradient = {0.1f * step * values[0], -0.2f * values[1], 0.3f * values[2]};
            update.apply(step, 0, values, gradient, rate, true);
        }
        return values;
    }

    @Test
    void threads_do_not_show() {
        float[] gradient = new float[200_000];
        for (int i = 0; i < gradient.length; i++) {
            gradient[i] = (float) Math.sin(i);
        }
        float[] one = Parallel.onOneThread(() -> two(gradient));
        assertThat(two(gradient)).isEqualTo(one);
    }

    private static float[] two(float[] gradient) {
        ParameterUpdate update = ParameterUpdate.of(Optimizer.adam(), new int[] {gradient.length});
        float[] values = new float[gradient.length];
        update.apply(1, 0, values, gradient, 0.1, true);
        update.apply(2, 0, values, gradient, 0.1, true);
        return values;
    }
}
