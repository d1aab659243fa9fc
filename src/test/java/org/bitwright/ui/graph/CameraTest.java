package org.bitwright.ui.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CameraTest {
    private static final GraphLayout LONG = new GraphLayout(List.of(), List.of(), 400, 8_000);
    private static final GraphLayout SHORT = new GraphLayout(List.of(), List.of(), 200, 100);

    private final Camera camera = new Camera();

    @Test
    void aSmallNetworkIsFirstShownWholeInTheMiddle() {
        begin(SHORT, new Box(0, 0, 10, 10));
        assertThat(camera.viewport()).isEqualTo(new Viewport(1, -200, -150));
    }

    @Test
    void aLongNetworkIsFirstShownReadableAroundWhatIsChosen() {
        begin(LONG, new Box(100, 4_000, 100, 40));
        assertThat(camera.viewport().scale()).isEqualTo(1);
        assertThat(camera.viewport().unitY(200)).isEqualTo(4_020);
        begin(LONG, new Box(100, 0, 100, 40));
        assertThat(camera.viewport().y()).as("no room lost above").isZero();
        begin(LONG, new Box(100, 7_960, 100, 40));
        assertThat(camera.viewport().unitY(400)).as("nor below").isEqualTo(8_000);
    }

    @Test
    void zoomKeepsThePlaceUnderThePointer() {
        begin(LONG, new Box(100, 4_000, 100, 40));
        double x = camera.viewport().unitX(130);
        double y = camera.viewport().unitY(70);
        camera.zoom(1.7, 130, 70);
        assertThat(camera.viewport().scale()).isEqualTo(1.7);
        assertThat(camera.viewport().unitX(130)).isCloseTo(x, within(1e-9));
        assertThat(camera.viewport().unitY(70)).isCloseTo(y, within(1e-9));
    }

    @Test
    void zoomHasEnds() {
        begin(LONG, new Box(100, 4_000, 100, 40));
        camera.zoom(1e6, 0, 0);
        assertThat(camera.viewport().scale()).isEqualTo(4);
        camera.zoom(1e-9, 0, 0);
        // The whole of 8,000 units in 400 pixels is 0.05; half of that is the least.
        assertThat(camera.viewport().scale()).isCloseTo(0.025, within(1e-12));
    }

    @Test
    void panMovesByPixelsAndKeepsTheNetworkInSight() {
        begin(LONG, new Box(100, 4_000, 100, 40));
        Viewport before = camera.viewport();
        camera.zoom(2, 0, 0);
        camera.pan(-30, 50);
        assertThat(camera.viewport().x()).isCloseTo(before.x() + 15, within(1e-9));
        assertThat(camera.viewport().y()).isCloseTo(before.y() - 25, within(1e-9));
        camera.pan(1e7, -1e7);
        assertThat(camera.viewport().unitX(300))
                .as("the left end in the middle")
                .isCloseTo(0, within(1e-9));
        assertThat(camera.viewport().unitY(200))
                .as("the lower end in the middle")
                .isCloseTo(8_000, within(1e-9));
    }

    @Test
    void whatIsInSightIsNotMovedAndWhatIsNotComesToTheMiddle() {
        begin(LONG, new Box(100, 4_000, 100, 40));
        Viewport before = camera.viewport();
        camera.reveal(new Box(150, 4_100, 50, 20), false);
        assertThat(camera.viewport()).isEqualTo(before);
        camera.reveal(new Box(150, 6_000, 50, 20), false);
        assertThat(camera.viewport().unitY(200)).isEqualTo(6_010);
        assertThat(camera.viewport().unitX(300)).isEqualTo(175);
    }

    @Test
    void whatIsRevealedCanBeRead() {
        begin(LONG, new Box(100, 4_000, 100, 40));
        camera.fit();
        assertThat(camera.viewport().scale()).isEqualTo(0.05);
        camera.reveal(new Box(150, 6_000, 50, 20), true);
        assertThat(camera.viewport().scale()).isEqualTo(0.62);
    }

    @Test
    void aWholeNetworkStaysWholeWhenTheRoomChanges() {
        begin(LONG, new Box(100, 4_000, 100, 40));
        camera.fit();
        camera.resize(600, 800, 1);
        assertThat(camera.viewport().scale()).isEqualTo(0.1);
        camera.pan(1, 1);
        camera.resize(600, 400, 1);
        assertThat(camera.viewport().scale()).isEqualTo(0.1);
    }

    private void begin(GraphLayout layout, Box around) {
        camera.resize(600, 400, 1);
        camera.show(Optional.of(layout));
        camera.begin(around);
    }
}
