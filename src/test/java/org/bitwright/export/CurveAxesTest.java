package org.bitwright.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class CurveAxesTest {
    private static CurveAxes axes(double epochs, boolean log, double... values) {
        return CurveAxes.fitting(epochs, values, 0.01, log, 100, 20, 200, 100);
    }

    @Test
    void epochsBeginAtTheLeftEdge() {
        CurveAxes axes = axes(8, false, 1, 2);
        assertThat(axes.x(0)).isEqualTo(100);
        assertThat(axes.x(8)).isEqualTo(300);
        assertThat(axes.epoch(150)).isEqualTo(2);
    }

    @Test
    void valuesLieInsideAndSmallOnesDoNotGoBelowZero() {
        CurveAxes axes = axes(8, false, 0.01, 1);
        assertThat(axes.low()).isZero();
        assertThat(axes.y(1)).isBetween(20.0, 30.0);
        assertThat(axes.y(0)).isEqualTo(120);
    }

    @Test
    void whatIsNoNumberHasNoPlaceAndDoesNotStretchTheAxis() {
        CurveAxes axes = axes(8, false, 1, 2, Double.NaN, Double.POSITIVE_INFINITY);
        assertThat(axes.high()).isCloseTo(2.04, within(1e-12));
        assertThat(axes.shows(Double.NaN)).isFalse();
        assertThat(axes.shows(Double.POSITIVE_INFINITY)).isFalse();
        assertThat(axes(8, true, 0, 1).shows(0)).isFalse();
    }

    @Test
    void equalValuesSpanTheLeast() {
        CurveAxes axes = axes(8, false, 5, 5);
        assertThat(axes.high() - axes.low()).isCloseTo(0.0108, within(1e-12));
    }

    @Test
    void equalRatiosAreEquallyFarApartOnALogarithmicAxis() {
        CurveAxes axes = axes(8, true, 0.01, 1);
        assertThat(axes.y(0.01) - axes.y(0.1)).isCloseTo(axes.y(0.1) - axes.y(1), within(1e-9));
        assertThat(axes.valueTicks(8)).containsExactly(0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0);
        assertThat(axes.valueTicks(3)).containsExactly(0.01, 0.1, 1.0);
        assertThat(axes.label(0.02, 8)).isEqualTo("0.02");
    }

    @Test
    void epochTicksAreWhole() {
        assertThat(axes(3, false, 1, 2).epochTicks(8).values()).containsExactly(0.0, 1.0, 2.0, 3.0);
        assertThat(axes(1, false, 1, 2).epochTicks(8).values()).containsExactly(0.0, 1.0);
        assertThat(axes(400, false, 1, 2).epochTicks(4).values()).containsExactly(0.0, 100.0, 200.0, 300.0, 400.0);
        assertThat(axes(0, false).x(1)).isEqualTo(300);
    }
}
