package org.bitwright.quant;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MomentCellTest {
    private static final int FULL = 1 << 14;
    private static final int MORE = 129;
    private static final int LAST = 127;

    @Test
    void aCellIsFullFrom16384ValuesOn() {
        for (long added : MomentCell.added()) {
            assertThat((FULL - 1) * added).isPositive();
            assertThat(FULL * added).isNegative();
        }
    }

    @Test
    void afterThat129ValuesMoreFitWhereverTheyLieInTheBin() {
        long cell = (FULL + MORE) * MomentCell.added()[LAST];

        assertThat(MomentCell.count(cell)).isEqualTo(16_513);
        assertThat(MomentCell.sum(cell)).isEqualTo(2_097_151);
        assertThat(MomentCell.squares(cell)).isEqualTo(266_338_177);
    }

    @Test
    void oneMoreDoesNotFit() {
        long cell = (FULL + MORE + 1) * MomentCell.added()[LAST];

        assertThat(MomentCell.count(cell)).isEqualTo(16_515); // the sum has run over into it
    }
}
