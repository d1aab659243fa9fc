package org.bitwright.analysis.sensitivity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class LooksTest {
    private static final boolean STOPPING = true;

    /** Multiples of 64 at or above 200, 500, 1,000, 2,000, 4,000 and 7,000. */
    @Test
    void looksGrowFartherApart() {
        assertThat(Looks.at(10_000, STOPPING)).containsExactly(256, 512, 1024, 2048, 4032, 7040, 10_000);
        assertThat(Looks.at(10_000, !STOPPING)).containsExactly(256, 2048, 10_000);
    }

    @Test
    void fewSamplesAreLookedAtSeldom() {
        assertThat(Looks.at(64, STOPPING)).containsExactly(64);
        assertThat(Looks.at(65, STOPPING)).containsExactly(64, 65);
        assertThat(Looks.at(1, STOPPING)).containsExactly(1);
    }

    @Test
    void thereAreNoMoreThanTheLevelAllowsFor() {
        for (int samples : List.of(1, 63, 500, 1000, 9999, 123_456)) {
            assertThat(Looks.at(samples, STOPPING)).isSorted().doesNotHaveDuplicates();
            assertThat(Looks.at(samples, STOPPING)).hasSizeLessThanOrEqualTo(Looks.MOST + 1);
        }
    }
}
