package org.bitwright.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DataSplitTest {

    @Test
    void everySampleLiesInOneHalf() {
        DataSplit split = DataSplit.of(1001);
        int[] search = split.indexes(DataPart.SEARCH);
        int[] report = split.indexes(DataPart.REPORT);

        assertThat(search).hasSize(501).isSorted();
        assertThat(report).hasSize(500).isSorted();
        assertThat(IntStream.concat(Arrays.stream(search), Arrays.stream(report))
                        .sorted())
                .containsExactlyElementsOf(() -> IntStream.range(0, 1001).iterator());
        assertThat(split.indexes(DataPart.ALL))
                .isEqualTo(IntStream.range(0, 1001).toArray());
    }

    @Test
    void theSameNumberOfSamplesIsAlwaysPartedAlike() {
        assertThat(DataSplit.of(500).indexes(DataPart.SEARCH))
                .containsExactly(DataSplit.of(500).indexes(DataPart.SEARCH));
    }

    @Test
    void aCallerCannotChangeASplit() {
        DataSplit split = DataSplit.of(10);
        int[] before = split.indexes(DataPart.REPORT);
        split.indexes(DataPart.REPORT)[0] = -1;

        assertThat(split.indexes(DataPart.REPORT)).isEqualTo(before);
    }

    @Test
    void samplesInBlocksOrInTurnsFallToBothHalves() {
        // Of 10,000 samples 2,500 a quarter and 5,000 a parity: six standard deviations are 150 and 150.
        int[] search = DataSplit.of(10_000).indexes(DataPart.SEARCH);
        long firstQuarter = Arrays.stream(search).filter(i -> i < 2500).count();
        long even = Arrays.stream(search).filter(i -> i % 2 == 0).count();

        assertThat(firstQuarter).isBetween(1100L, 1400L);
        assertThat(even).isBetween(2350L, 2650L);
    }

    @Test
    void noneAndOne() {
        assertThat(DataSplit.of(0).indexes(DataPart.SEARCH)).isEmpty();
        assertThat(DataSplit.of(1).indexes(DataPart.SEARCH)).containsExactly(0);
        assertThat(DataSplit.of(1).indexes(DataPart.REPORT)).isEmpty();
    }
}
