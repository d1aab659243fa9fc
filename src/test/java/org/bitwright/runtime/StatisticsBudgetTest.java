package org.bitwright.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StatisticsBudgetTest {
    /** 128 MB a thread, a fourth of the heap at most, and never less than 512 MB. */
    @ParameterizedTest
    @CsvSource({"2,16384,512", "4,16384,512", "16,16384,2048", "16,4096,1024", "16,1024,512", "1,64,512"})
    void manyThreadsHaveMoreMemoryWhereTheHeapHasIt(int threads, long heapMegabytes, long megabytes) {
        assertThat(ActivationStatistics.budget(threads, heapMegabytes << 20)).isEqualTo(megabytes << 20);
    }
}
