package org.bitwright.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.bitwright.training.Schedule.Course;
import org.junit.jupiter.api.Test;

class ScheduleTest {
    private static final double CLOSE = 1e-12;

    @Test
    void a_constant_rate_stays() {
        Schedule schedule = Schedule.constant(0.1);
        assertThat(schedule.at(0, 10)).isEqualTo(0.1);
        assertThat(schedule.at(9.99, 10)).isEqualTo(0.1);
    }

    @Test
    void steps_multiply_by_a_factor() {
        Schedule schedule = new Schedule(Course.STEP, 1, 0, 3, 0.1);
        assertThat(schedule.at(2.9, 10)).isEqualTo(1);
        assertThat(schedule.at(3, 10)).isCloseTo(0.1, within(CLOSE));
        assertThat(schedule.at(6.5, 10)).isCloseTo(0.01, within(CLOSE));
    }

    /** ½·(1 + cos 60°) = ¾ after a third, ½·(1 + cos 90°) = ½ half way. */
    @Test
    void half_a_cosine_falls_to_zero() {
        Schedule schedule = new Schedule(Course.COSINE, 2, 0, 1, 1);
        assertThat(schedule.at(0, 9)).isEqualTo(2);
        assertThat(schedule.at(3, 9)).isCloseTo(1.5, within(CLOSE));
        assertThat(schedule.at(4.5, 9)).isCloseTo(1, within(CLOSE));
        assertThat(schedule.at(9, 9)).isCloseTo(0, within(CLOSE));
    }

    /** Two epochs up, eight down: half way up after one, a quarter down after four. */
    @Test
    void warm_up_goes_before_the_course() {
        Schedule schedule = new Schedule(Course.LINEAR, 0.8, 2, 1, 1);
        assertThat(schedule.at(0, 10)).isZero();
        assertThat(schedule.at(1, 10)).isCloseTo(0.4, within(CLOSE));
        assertThat(schedule.at(2, 10)).isCloseTo(0.8, within(CLOSE));
        assertThat(schedule.at(4, 10)).isCloseTo(0.6, within(CLOSE));
        assertThat(schedule.at(10, 10)).isCloseTo(0, within(CLOSE));
    }
}
