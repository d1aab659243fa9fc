package org.bitwright.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SampleBlocksTest {

    @ParameterizedTest
    @CsvSource({"10000, 8, 100", "10000, 32, 100", "1, 32, 100", "33, 7, 100", "5000, 600, 1", "4097, 16, 5"})
    void everySampleIsInOneBatchAndEveryBlockEndsARound(int samples, int size, int most) {
        SampleBlocks blocks = new SampleBlocks(samples, size, most);
        int next = 0;
        for (int i = 0; i < blocks.size(); i++) {
            List<SampleBlocks.Batch> block = blocks.get(i);
            int rounds = 0;
            int inRound = 0;
            for (SampleBlocks.Batch batch : block) {
                assertThat(batch.first()).isEqualTo(next);
                assertThat(batch.count()).isBetween(1, size);
                next += batch.count();
                inRound += batch.count();
                if (batch.endsRound()) {
                    assertThat(inRound >= SampleBlocks.ROUND || next == samples).isTrue();
                    rounds++;
                    inRound = 0;
                }
            }
            assertThat(inRound).isZero();
            assertThat(rounds).isBetween(1, most);
        }
        assertThat(next).isEqualTo(samples);
    }

    /** 313 rounds: an eighth of what is left, 24 at most and 4 at least. */
    @Test
    void blocksGetSmaller() {
        SampleBlocks blocks = new SampleBlocks(10_000, 8, 100);
        List<Integer> rounds = IntStream.range(0, blocks.size())
                .mapToObj(i -> (int) blocks.get(i).stream()
                        .filter(SampleBlocks.Batch::endsRound)
                        .count())
                .toList();
        assertThat(rounds.subList(0, 8)).containsExactly(24, 24, 24, 24, 24, 24, 21, 18);
        assertThat(rounds).isSortedAccordingTo((a, b) -> b - a);
        assertThat(rounds.subList(rounds.size() - 3, rounds.size() - 1)).containsExactly(4, 4);
    }
}
