package org.bitwright.ui.sensitivity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Font of 10 pixels: rows are 18 high, gaps 6 wide, cells 30 to 60. */
class HeatGridTest {
    private final HeatGrid roomy = grid(5, 1000, 500, 0, 0);
    private final HeatGrid tight = grid(100, 200, 100, 1000, 40);

    @Test
    void cellsTakeTheRoomUpToTheirWidestAndGroupsStandApart() {
        assertThat(roomy.cellWidth()).isEqualTo(60);
        assertThat(roomy.x(0)).isEqualTo(100);
        assertThat(roomy.x(1)).isEqualTo(160);
        assertThat(roomy.x(2)).isEqualTo(226);
        assertThat(roomy.x(4)).isEqualTo(352);
        assertThat(roomy.y(1)).isEqualTo(38);
        assertThat(roomy.mostScrollX()).isZero();
        assertThat(roomy.mostScrollY()).isZero();
    }

    @Test
    void pointsFindTheirCells() {
        assertThat(roomy.placeAt(100, 20)).contains(new Place(0, 0));
        assertThat(roomy.placeAt(230, 37.9)).contains(new Place(0, 2));
        assertThat(roomy.placeAt(230, 38)).contains(new Place(1, 2));
        assertThat(roomy.placeAt(222, 30)).as("in the gap").isEmpty();
        assertThat(roomy.placeAt(99, 30)).as("on the names").isEmpty();
        assertThat(roomy.placeAt(120, 19)).as("on the headings").isEmpty();
        assertThat(roomy.placeAt(120, 20 + 5 * 18)).as("below").isEmpty();
        assertThat(roomy.rowAt(20 + 5 * 18 - 1)).contains(4);
    }

    @Test
    void whatDoesNotFitIsScrolledNoFurtherThanItsEnd() {
        assertThat(tight.cellWidth()).isEqualTo(30);
        assertThat(tight.contentWidth()).isEqualTo(5 * 30 + 2 * 6);
        assertThat(tight.scrollX()).isEqualTo(62);
        assertThat(tight.scrollY()).isEqualTo(40);
        assertThat(tight.x(0)).isEqualTo(38);
        assertThat(tight.firstRow()).isEqualTo(2);
        assertThat(tight.endRow()).isEqualTo(7);
        assertThat(tight.rowAt(20)).contains(2);
        assertThat(tight.mostScrollY()).isEqualTo(100 * 18 - 80);
    }

    @Test
    void scrollingJustShowsWhatWasOutOfSight() {
        assertThat(tight.scrollYToShow(3)).as("seen already").isEqualTo(40);
        assertThat(tight.scrollYToShow(0)).isZero();
        assertThat(tight.scrollYToShow(10)).isEqualTo(11 * 18 - 80);
        assertThat(tight.scrollXToShow(0)).isZero();
        assertThat(tight.scrollXToShow(4)).isEqualTo(62);
    }

    @Test
    void longNamesKeepBothEnds() {
        assertThat(Ellipsis.shortened("block1/conv1/Conv", 6)).isEqualTo("blo…onv");
        assertThat(Ellipsis.shortened("abc", 0)).isEqualTo("…");
    }

    private static HeatGrid grid(int rows, double width, double height, double scrollX, double scrollY) {
        return HeatGrid.fitting(rows, List.of(2, 2, 1), 10, 100, 20, width, height, scrollX, scrollY);
    }
}
