package org.bitwright.quant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class TileSumsTest {
    private static TileSums oneChannel(int tiles) {
        return new TileSums(1, tiles, 1, false, (whole, tile, sums) -> whole.add(0, sums, 0));
    }

    /** 1e16 + 1 is 1e16 in double precision, so only the tiles' own order gives 0; any other gives 1. */
    @Test
    void tilesAreAddedInTheOrderOfTheirNumbers() {
        double[] errors = {1e16, 1, -1e16};
        for (int[] order : new int[][] {{0, 1, 2}, {2, 1, 0}, {1, 2, 0}, {2, 0, 1}}) {
            TileSums sums = oneChannel(3);
            for (int tile : order) {
                ErrorSums mine = sums.take();
                mine.error[0] = errors[tile];
                sums.done(tile, mine);
            }
            assertThat(sums.whole().error[0]).isZero();
        }
    }

    @Test
    void whatATileTakesIsEmptyThoughAnotherUsedIt() {
        TileSums sums = oneChannel(2);
        ErrorSums first = sums.take();
        first.error[0] = 1;
        first.clipError[0] = 2;
        first.product[0] = 3;
        first.max[0] = 4;
        first.clipped[0] = 5;
        sums.done(0, first);
        ErrorSums second = sums.take();
        assertThat(second).isSameAs(first);
        assertThat(new double[] {second.error[0], second.clipError[0], second.product[0], second.max[0]})
                .containsOnly(0);
        assertThat(second.clipped[0]).isZero();
        sums.done(1, second);
        ErrorSums whole = sums.whole();
        assertThat(new double[] {whole.error[0], whole.clipError[0], whole.product[0], whole.max[0]})
                .containsExactly(1, 2, 3, 4);
        assertThat(whole.clipped[0]).isEqualTo(5);
    }

    @Test
    void tilesThatAreWaitedForAreNotLeftOut() {
        TileSums sums = oneChannel(2);
        sums.done(1, sums.take());
        assertThatThrownBy(sums::whole).isInstanceOf(IllegalStateException.class);
    }
}
