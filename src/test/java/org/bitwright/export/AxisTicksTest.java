package org.bitwright.export;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AxisTicksTest {

    @Test
    void ticksAreRoundAndInside() {
        AxisTicks ticks = AxisTicks.within(-0.31, 0.29, 7);
        assertThat(ticks.step()).isEqualTo(0.1);
        assertThat(ticks.values()).containsExactly(-0.3, -0.2, -0.1, 0.0, 0.1, 0.2);
    }

    @Test
    void endsOnATickCount() {
        assertThat(AxisTicks.within(0, 1, 5).values()).containsExactly(0.0, 0.2, 0.4, 0.6, 0.8, 1.0);
    }

    @Test
    void stepsAreOneTwoOrFive() {
        assertThat(AxisTicks.roundStep(0.011)).isEqualTo(0.02);
        assertThat(AxisTicks.roundStep(0.021)).isEqualTo(0.05);
        assertThat(AxisTicks.roundStep(0.051)).isEqualTo(0.1);
        assertThat(AxisTicks.roundStep(3)).isEqualTo(5);
        assertThat(AxisTicks.roundStep(1000)).isEqualTo(1000);
    }

    @Test
    void emptyAxisHasNoTicks() {
        assertThat(AxisTicks.within(1, 1, 5).values()).isEmpty();
        assertThat(AxisTicks.within(Double.NaN, 1, 5).values()).isEmpty();
        assertThat(AxisTicks.within(0, Double.POSITIVE_INFINITY, 5).values()).isEmpty();
    }

    @Test
    void labelsShowTheDecimalsOfTheStep() {
        AxisTicks tenths = AxisTicks.within(-0.31, 0.29, 7);
        assertThat(tenths.label(-0.3)).isEqualTo("−0.3");
        assertThat(tenths.label(0)).isEqualTo("0.0");
        assertThat(AxisTicks.within(0, 100, 5).label(40)).isEqualTo("40");
    }

    @Test
    void veryLargeAndVerySmallLabelsAreScientific() {
        assertThat(AxisTicks.within(0, 3e-8, 3).label(2e-8)).isEqualTo("2e−8");
        assertThat(AxisTicks.within(0, 6e7, 4).label(-4e7)).isEqualTo("−4e7");
    }
}
