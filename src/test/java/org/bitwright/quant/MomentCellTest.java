package org.bitwright.quant;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MomentCellTest {
    private static final int LAST = 127;

    @Test
    void aCellWithRoomForNoMoreIsNotNegativeYet() {
        for (long added : MomentCell.added()) {
            assertThat(MomentCell.MOST * added).isPositive();
            assertThat((MomentCell.MOST + 1) * added).isNegative();
        }
    }

    /** 16,383 values at the end of the bin: 127 and its square 16,129 times as many. */
    @Test
    void allValuesFitWhereverTheyLieInTheBin() {
        long cell = MomentCell.MOST * MomentCell.added()[LAST];

        assertThat(MomentCell.count(cell)).isEqualTo(16_383);
        assertThat(MomentCell.sum(cell)).isEqualTo(2_080_641);
        assertThat(MomentCell.squares(cell)).isEqualTo(264_241_407);
    }
}
