package org.bitwright.runtime.child;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How a child process is started. */
class LaunchTest {
    /** Megabytes of heap that this program may take, and those that a child may. */
    @ParameterizedTest
    @CsvSource({"256, 1024", "1024, 1024", "4096, 4096", "16384, 16384", "65536, 30720"})
    void aChildMayHoldWhatItsProgramMay(long ofProgram, long expected) {
        assertThat(Launch.heap(ofProgram << 20)).isEqualTo(expected << 20);
    }
}
