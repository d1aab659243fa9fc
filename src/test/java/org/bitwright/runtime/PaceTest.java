package org.bitwright.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PaceTest {
    private static Pace of(long nanosecondsABatch) {
        Pace pace = new Pace();
        pace.took(nanosecondsABatch, 64);
        return pace;
    }

    @Test
    void oneBatchIsTriedAtFirst() {
        assertThat(new Pace().batches(100, 64, 2, 50)).isEqualTo(1);
    }

    @Test
    void aCallTakesThreeMillisecondsWhereThereIsMuchToDo() {
        assertThat(of(150_000).batches(1000, 64, 2, 50)).isEqualTo(20);
        assertThat(of(150_000).batches(1000, 32, 2, 50)).isEqualTo(40);
    }

    @Test
    void slowBatchesGoAlone() {
        assertThat(of(400_000_000).batches(1000, 64, 2, 50)).isEqualTo(1);
    }

    @Test
    void theLastBatchesAreSharedOut() {
        assertThat(of(150_000).batches(40, 64, 2, 50)).isEqualTo(10);
        assertThat(of(150_000).batches(40, 64, 1, 50)).isEqualTo(20);
    }

    @Test
    void aCallIsWorthItsWayToTheEnd() {
        // 0.5 ms
        assertThat(of(100_000).batches(8, 64, 2, 50)).isEqualTo(5);
        assertThat(of(100_000).batches(3, 64, 2, 50)).isEqualTo(3);
    }

    @Test
    void noMoreThanMayBeInMemory() {
        assertThat(of(1000).batches(1000, 64, 2, 7)).isEqualTo(7);
    }
}
