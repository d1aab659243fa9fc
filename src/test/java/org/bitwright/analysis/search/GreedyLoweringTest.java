package org.bitwright.analysis.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class GreedyLoweringTest {
    /** Lowering costs 1 for 2 saved, then 8 for 2. */
    private static final FreeLayer STEADY = Choices.layer(2, 9, 4, 1, 6, 0);

    /** Lowering costs 3 for 10 saved, then 20 for 10. */
    private static final FreeLayer LARGE = Choices.layer(10, 23, 20, 3, 30, 0);

    @Test
    void lowersWhatLosesLeastForWhatItSaves() {
        List<FreeLayer> layers = List.of(STEADY, LARGE);

        // Rates 1/2 and 3/10 at first; then 1/2 and 20/10; then 8/2 and 20/10.
        assertThat(GreedyLowering.picks(layers, 36)).containsExactly(2, 2);
        assertThat(GreedyLowering.picks(layers, 35)).containsExactly(2, 1);
        assertThat(GreedyLowering.picks(layers, 25)).containsExactly(1, 1);
        assertThat(GreedyLowering.picks(layers, 23)).containsExactly(1, 0);
        assertThat(GreedyLowering.picks(layers, 13)).containsExactly(0, 0);
    }

    @Test
    void stepsOverAChoiceThatIsWorseForItsSaving() {
        // 10 to 8 costs 6 for 2, but 10 to 4 costs 7 for 6.
        assertThat(GreedyLowering.picks(List.of(Choices.layer(4, 7, 8, 6, 10, 0)), 9))
                .containsExactly(0);
    }

    @Test
    void theCheapestOfAllWhereEvenTheyCostMore() {
        assertThat(GreedyLowering.picks(List.of(STEADY, LARGE), 11)).containsExactly(0, 0);
    }

    @Test
    void startsFromWhatLosesLeastNotFromWhatCostsMost() {
        // 8 bits cost more than 7 and lose no less.
        assertThat(GreedyLowering.picks(List.of(Choices.layer(7, 1, 8, 1)), 100))
                .containsExactly(0);
    }
}
