package org.bitwright.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class PairedIntervalTest {
    private static final double Z = 1.959963984540054;

    /** Without a sample that tells the two apart, n·d = z²·(1 − d) at the end. */
    @Test
    void noDifferenceLeavesRoomThatShrinksWithTheSamples() {
        PairedInterval interval = PairedInterval.of(0, 0, 500, Z);

        double end = Z * Z / (500 + Z * Z);
        assertThat(interval.high()).isCloseTo(end, within(1e-9));
        assertThat(interval.low()).isCloseTo(-end, within(1e-9));
    }

    /** Where all differences lie on one side, the end away from 0 is Wilson's. */
    @Test
    void oneSidedDifferencesReachAsFarAsWilson() {
        assertThat(PairedInterval.of(7, 0, 100, Z).high()).isCloseTo(new Accuracy(7, 100).high(), within(1e-9));
        assertThat(PairedInterval.of(0, 7, 100, Z).low()).isCloseTo(-new Accuracy(7, 100).high(), within(1e-9));
    }

    /** Reference: the likelihood under each difference maximized numerically, the score's roots found by bisection. */
    @Test
    void endsAreThoseOfTheScoreTest() {
        PairedInterval few = PairedInterval.of(12, 2, 50, Z);
        PairedInterval many = PairedInterval.of(150, 86, 1600, Z);

        assertThat(few.low()).isCloseTo(0.0611124, within(1e-6));
        assertThat(few.high()).isCloseTo(0.3447087, within(1e-6));
        assertThat(many.low()).isCloseTo(0.0213616, within(1e-6));
        assertThat(many.high()).isCloseTo(0.0589980, within(1e-6));
    }

    @Test
    void itIsAsWideAsItsLevelAsks() {
        PairedInterval usual = PairedInterval.of(30, 10, 1000, Z);
        PairedInterval strict = PairedInterval.of(30, 10, 1000, 2 * Z);

        assertThat(usual.low()).isPositive().isLessThan(0.02);
        assertThat(strict.low()).isLessThan(usual.low());
        assertThat(strict.high()).isGreaterThan(usual.high());
        assertThat(PairedInterval.of(10, 10, 10_000, Z).low()).isNegative();
    }

    @Test
    void countsMustFit() {
        assertThatThrownBy(() -> PairedInterval.of(3, 3, 5, Z)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> PairedInterval.of(0, 0, 0, Z)).isInstanceOf(IllegalArgumentException.class);
    }
}
