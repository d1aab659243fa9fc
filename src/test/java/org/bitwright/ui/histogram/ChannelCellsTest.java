package org.bitwright.ui.histogram;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.bitwright.quant.QuantError;
import org.junit.jupiter.api.Test;

class ChannelCellsTest {

    @Test
    void fewChannelsHaveACellEachOfModestWidth() {
        ChannelCells cells = ChannelCells.of(6, 900);
        assertThat(cells.cells()).isEqualTo(6);
        assertThat(cells.cellWidth()).isEqualTo(44);
        assertThat(cells.at(43)).isZero();
        assertThat(cells.at(44)).isEqualTo(1);
        assertThat(cells.at(264)).isEqualTo(-1);
    }

    @Test
    void manyChannelsShareCellsAndNoneIsLeftOut() {
        ChannelCells cells = ChannelCells.of(6144, 700);
        assertThat(cells.isMerged()).isTrue();
        assertThat(cells.cellWidth()).isGreaterThanOrEqualTo(3);
        int next = 0;
        for (int cell = 0; cell < cells.cells(); cell++) {
            assertThat(cells.first(cell)).isEqualTo(next);
            next = cells.end(cell);
            assertThat(cells.cellOf(next - 1)).isEqualTo(cell);
        }
        assertThat(next).isEqualTo(6144);
    }

    @Test
    void sharedCellShowsItsWorstChannel() {
        ChannelCells cells = new ChannelCells(4, 2, 10);
        List<QuantError> errors = List.of(error(1e-3), error(1e-2), QuantError.NONE, error(1e-4));
        assertThat(cells.worst(0, errors)).isEqualTo(1);
        assertThat(cells.worst(1, errors)).isEqualTo(3); // the dead channel 2 has no SQNR
    }

    private static QuantError error(double squared) {
        return new QuantError(1, 1, squared, 0, 1, 1, 0.1, 0, true);
    }
}
