package org.bitwright.ui.gradients;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class GradientRecorderTest {
    private final GradientRecorder recorder = new GradientRecorder();

    private void hear(int from, int to) {
        for (int step = from; step <= to; step++) {
            recorder.add(new GradientMoment(1, step, 10_000, List.of()));
        }
    }

    private List<Integer> steps() {
        return recorder.moments().stream().map(GradientMoment::step).toList();
    }

    @Test
    void everythingIsKeptAsLongAsItIsFew() {
        hear(1, 256);
        assertThat(steps()).hasSize(256).startsWith(1, 2, 3).endsWith(255, 256);
    }

    @Test
    void everySecondGoesWhenThereAreTooManyAndTheNewestIsThere() {
        hear(1, 257);
        assertThat(steps()).hasSize(129).startsWith(1, 3, 5).endsWith(255, 257);
        hear(258, 258);
        assertThat(steps()).endsWith(257, 258);
        hear(259, 260);
        assertThat(steps()).endsWith(257, 259, 260);
    }

    @Test
    void aLongRunStaysEvenlySpread() {
        hear(1, 5_000);
        List<Integer> steps = steps();
        assertThat(steps).hasSizeBetween(128, 257).startsWith(1).endsWith(5_000);
        int stride = steps.get(1) - steps.get(0);
        assertThat(stride).isEqualTo(32);
        for (int i = 1; i < steps.size() - 1; i++) {
            assertThat(steps.get(i) - steps.get(i - 1)).isEqualTo(stride);
        }
    }
}
