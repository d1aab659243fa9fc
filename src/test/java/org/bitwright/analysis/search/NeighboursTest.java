package org.bitwright.analysis.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class NeighboursTest {
    /** At 2, 3 and 4 bits of 10, 20 and 40 weights. */
    private static final List<FreeLayer> LAYERS = List.of(
            Choices.layer(20, 8, 30, 3, 40, 1),
            Choices.layer(40, 6, 60, 2, 80, 0),
            Choices.layer(80, 9, 120, 4, 160, 2));

    @Test
    void whatOneLayerSavesTheOthersShare() {
        // Lowering the third saves 40, of which the first takes 10 and the second 20.
        List<int[]> found = Neighbours.of(LAYERS, new int[] {1, 1, 1}, 210);

        assertThat(found).anyMatch(picks -> Arrays.equals(picks, new int[] {2, 2, 0}));
    }

    @Test
    void allKeepTheLimitAndDifferFromWhereTheyStart() {
        int[] start = {1, 1, 1};

        List<int[]> found = Neighbours.of(LAYERS, start, 210);

        assertThat(found)
                .isNotEmpty()
                .allMatch(picks -> cost(picks) <= 210)
                .noneMatch(picks -> Arrays.equals(picks, start));
        assertThat(found.stream().map(Arrays::toString)).doesNotHaveDuplicates();
    }

    @Test
    void theLeastDamageComesFirst() {
        assertThat(Neighbours.of(LAYERS, new int[] {1, 1, 1}, 210).stream().map(NeighboursTest::damage))
                .isSorted();
    }

    @Test
    void aRaiseIsPaidByWhatLosesLeastForWhatItSaves() {
        // Raising the first by 10 takes 20 from the second, the only one that can pay.
        List<int[]> found = Neighbours.of(LAYERS.subList(0, 2), new int[] {1, 1}, 90);

        assertThat(found).anyMatch(picks -> Arrays.equals(picks, new int[] {2, 0}));
    }

    @Test
    void noneWhereNothingCanPay() {
        assertThat(Neighbours.of(LAYERS.subList(0, 1), new int[] {0}, 25)).isEmpty();
    }

    private static long cost(int[] picks) {
        long cost = 0;
        for (int i = 0; i < picks.length; i++) {
            cost += LAYERS.get(i).front().get(picks[i]).cost();
        }
        return cost;
    }

    private static double damage(int[] picks) {
        double damage = 0;
        for (int i = 0; i < picks.length; i++) {
            damage += LAYERS.get(i).front().get(picks[i]).damage();
        }
        return damage;
    }
}
