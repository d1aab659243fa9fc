package org.bitwright.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class RecentStepsTest {

    /** The last step is smaller: its samples count as much as others. */
    @Test
    void means_are_over_samples() {
        RecentSteps steps = new RecentSteps();
        steps.add(1, 3, 4);
        steps.add(4, 1, 2);
        assertThat(steps.loss()).isCloseTo(2, within(1e-12));
        assertThat(steps.recentLoss()).isCloseTo(2, within(1e-12));
        assertThat(steps.recentAccuracy()).isCloseTo(4 / 6.0, within(1e-12));
        assertThat(steps.correct()).isEqualTo(4);
        assertThat(steps.samples()).isEqualTo(6);
    }

    @Test
    void the_last_fifty_steps_are_recent() {
        RecentSteps steps = new RecentSteps();
        steps.add(1000, 0, 1);
        for (int i = 0; i < 50; i++) {
            steps.add(2, 1, 1);
        }
        assertThat(steps.recentLoss()).isEqualTo(2);
        assertThat(steps.recentAccuracy()).isEqualTo(1);
        assertThat(steps.loss()).isCloseTo(1100 / 51.0, within(1e-12));
        steps.clear();
        steps.add(5, 0, 1);
        assertThat(steps.loss()).isEqualTo(5);
        assertThat(steps.recentLoss()).isEqualTo(5);
    }
}
