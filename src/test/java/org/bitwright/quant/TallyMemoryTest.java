package org.bitwright.quant;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.FloatBuffer;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TallyMemoryTest {
    /** 8,192 bins of a cell, a count and two sums twice, and 65,536 values that are kept. */
    @Test
    void usualTalliesTakeTheirBins() {
        long usual = 2 * 8192 * 32 + 65_536 * 4;
        assertThat(TallyMemory.of(OptionalInt.empty(), new long[] {8, 50_257})).isEqualTo(usual);
        assertThat(TallyMemory.of(OptionalInt.of(1), new long[] {8, 512, 7, 7})).isEqualTo(usual);
        assertThat(TallyMemory.of(OptionalInt.of(4), new long[] {8, 50_257})).isEqualTo(usual);
    }

    /** What is written of channels is a good part of what they take: bins without the sums, and no objects. */
    @Test
    void manyChannelsTakeMore() {
        int channels = 20_000;
        EdgeTally tally = new EdgeTally("a", OptionalInt.of(-1));
        float[] values = new float[8 * channels];
        Random random = new Random(1);
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        tally.add(FloatBuffer.wrap(values), new long[] {1, 8, channels}, 0, new EdgeTally.Scratch());
        long written = tally.bytes();
        assertThat(written).isGreaterThan(2 * 8192 * 32 + 65_536 * 4);
        assertThat(TallyMemory.of(OptionalInt.of(-1), new long[] {1, 8, channels}))
                .isBetween(written, 5 * written);
    }
}
