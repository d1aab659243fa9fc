package org.bitwright.ui.histogram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Optional;
import org.bitwright.quant.Layers;
import org.bitwright.quant.MomentHistogram;
import org.bitwright.quant.Range;
import org.junit.jupiter.api.Test;

class ValueWindowTest {
    private static final MomentHistogram HISTOGRAM = Layers.weights(-1f, 0f, 3f).histogram();

    @Test
    void valuesAndPixelsGoBothWays() {
        ValueAxis axis = new ValueAxis(new ValueWindow(-2, 6), 50, 400);
        assertThat(axis.x(-2)).isEqualTo(50);
        assertThat(axis.x(0)).isEqualTo(150);
        assertThat(axis.x(6)).isEqualTo(450);
        assertThat(axis.value(250)).isEqualTo(2);
        assertThat(axis.pixelsPerUnit()).isEqualTo(50);
        assertThat(axis.clampedX(100)).isEqualTo(450);
    }

    @Test
    void windowShowsAllValuesWithAMargin() {
        ValueWindow window = ValueWindow.fitting(HISTOGRAM, Optional.empty());
        assertThat(window.low()).isCloseTo(-1.4, within(1e-9));
        assertThat(window.high()).isCloseTo(3.4, within(1e-9));
    }

    @Test
    void windowShowsARangeNearBy() {
        ValueWindow window = ValueWindow.fitting(HISTOGRAM, Optional.of(new Range(-5f, 5f)));
        assertThat(window.contains(-5)).isTrue();
        assertThat(window.contains(5)).isTrue();
    }

    @Test
    void rangeFarBeyondTheValuesDoesNotSqueezeThem() {
        ValueWindow window = ValueWindow.fitting(HISTOGRAM, Optional.of(new Range(-65_000f, 65_000f)));
        assertThat(window.span()).isLessThan(6);
    }

    @Test
    void equalValuesStillHaveAWindow() {
        assertThat(ValueWindow.fitting(Layers.weights(0f, 0f).histogram(), Optional.empty()))
                .isEqualTo(new ValueWindow(-1, 1));
    }

    @Test
    void zoomKeepsTheValueUnderThePointer() {
        ValueWindow near = new ValueWindow(-2, 6).zoomed(1, 0.5);
        assertThat(near).isEqualTo(new ValueWindow(-0.5, 3.5));
        ValueAxis before = new ValueAxis(new ValueWindow(-2, 6), 0, 800);
        assertThat(new ValueAxis(near, 0, 800).x(1)).isEqualTo(before.x(1));
    }

    @Test
    void windowCannotLoseTheValues() {
        ValueWindow whole = new ValueWindow(-1, 1);
        assertThat(new ValueWindow(9, 10).within(whole, 0.01)).isEqualTo(new ValueWindow(0.5, 1.5));
        assertThat(new ValueWindow(-50, 50).within(whole, 0.01)).isEqualTo(new ValueWindow(-2, 2));
        assertThat(new ValueWindow(0, 1e-9).within(whole, 0.5).span()).isCloseTo(0.5, within(1e-12));
    }
}
