package org.bitwright.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class RunPaceTest {
    private long now = 7_000_000_000L;
    private final RunPace pace = new RunPace(() -> now);

    private void pass(double seconds) {
        now += Math.round(seconds * 1e9);
    }

    @Test
    void the_first_report_is_due_at_once_and_the_next_after_a_quarter_of_a_second() {
        assertThat(pace.isDue()).isTrue();
        pace.reported(pace.active());
        pass(0.2);
        assertThat(pace.isDue()).isFalse();
        pass(0.06);
        assertThat(pace.isDue()).isTrue();
    }

    /** One that takes 0.1 s is made after 4 s again, so that it takes one part in forty. */
    @Test
    void reports_that_take_long_are_rare() {
        long from = pace.active();
        pass(0.1);
        pace.reported(from);
        pass(3.9);
        assertThat(pace.isDue()).isFalse();
        pass(0.2);
        assertThat(pace.isDue()).isTrue();
    }

    @Test
    void the_pace_is_that_of_the_last_marks() {
        pass(2);
        pace.mark(100);
        assertThat(pace.samplesPerSecond()).isCloseTo(50, within(1e-6));
        for (int i = 1; i <= 40; i++) {
            pass(1);
            pace.mark(100 + 300L * i);
        }
        assertThat(pace.samplesPerSecond()).isCloseTo(300, within(1e-6));
    }

    @Test
    void a_rest_does_not_count() {
        pass(1);
        pace.mark(100);
        pace.rest();
        pass(60);
        pace.resume();
        pass(1);
        pace.mark(200);
        assertThat(pace.active()).isEqualTo(2_000_000_000L);
        assertThat(pace.samplesPerSecond()).isCloseTo(100, within(1e-6));
    }
}
