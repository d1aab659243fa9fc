package org.bitwright.quant;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ErrorSumsTest {
    @Test
    void placesThatCountUpTakeTheirOwn() {
        ErrorSums whole = new ErrorSums(3);
        whole.add(2, 1f, 1.5f);

        whole.add(new int[] {0, 1}, twoPlaces());

        assertThat(whole.error).containsExactly(0.25, 1, 0.25);
        assertThat(whole.product).containsExactly(1, -4, 0.5);
        assertThat(whole.max).containsExactly(0.5, 1, 0.5);
        assertThat(whole.clipError).containsExactly(0, 1, 0);
        assertThat(whole.clipped).containsExactly(0, 1, 0);
    }

    @Test
    void placesOfOneChannelMeetInIt() {
        ErrorSums whole = new ErrorSums(2);

        whole.add(new int[] {1, 1}, twoPlaces());

        assertThat(whole.error).containsExactly(0, 1.25);
        assertThat(whole.product).containsExactly(0, -3);
        assertThat(whole.max).containsExactly(0, 1);
        assertThat(whole.clipError).containsExactly(0, 1);
        assertThat(whole.clipped).containsExactly(0, 1);
    }

    @Test
    void whatIsUnclippedIsAddedOnTopOfWhatWasThere() {
        for (int[] places : new int[][] {{0, 1}, {1, 0}}) {
            ErrorSums whole = twoPlaces();

            whole.addUnclipped(places, twoPlaces());

            assertThat(whole.error[places[0]]).isEqualTo(places[0] == 0 ? 0.5 : 1.25);
            assertThat(whole.max[places[0]]).isEqualTo(places[0] == 0 ? 0.5 : 1);
            assertThat(whole.clipped).containsExactly(0, 1);
        }
    }

    /** 2 becomes 2.5, and 4 becomes 3 by clipping. */
    private static ErrorSums twoPlaces() {
        ErrorSums sums = new ErrorSums(2);
        sums.add(0, 2f, 2.5f);
        sums.add(1, 4f, 3f);
        sums.addClipped(1, 4f, 3f);
        return sums;
    }
}
