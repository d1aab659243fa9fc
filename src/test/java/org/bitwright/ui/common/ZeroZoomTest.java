package org.bitwright.ui.common;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ZeroZoomTest {
    private final ZeroZoom zoom = new ZeroZoom(0.1);

    @Test
    void zoomsByFactors() {
        assertThat(zoom.isWhole()).isTrue();
        zoom.by(0.5);
        zoom.by(0.5);
        assertThat(zoom.part()).isEqualTo(0.25);
        assertThat(zoom.isWhole()).isFalse();
    }

    @Test
    void staysBetweenTheClosestAndTheWhole() {
        zoom.by(0.01);
        assertThat(zoom.part()).isEqualTo(0.1);
        zoom.by(100);
        assertThat(zoom.part()).isEqualTo(1);
        zoom.to(0);
        assertThat(zoom.part()).isEqualTo(0.1);
        zoom.showWhole();
        assertThat(zoom.isWhole()).isTrue();
    }
}
