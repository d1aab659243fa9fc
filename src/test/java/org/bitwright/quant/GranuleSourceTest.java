package org.bitwright.quant;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GranuleSourceTest {
    private static final int ROWS = 5;

    /** Row r, channel c holds 100·r + c. */
    private static float[] numbered(int channels) {
        float[] values = new float[ROWS * channels];
        for (int i = 0; i < values.length; i++) {
            values[i] = 100f * (i / channels) + i % channels;
        }
        return values;
    }

    /** Fewer than are gathered together, as many, more, and a rest; from the first channel on and from another. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 15, 16, 17, 33, 50})
    void everyChannelHasItsOwnValues(int channels) {
        ChannelLayout layout = new ChannelLayout(ROWS, channels, 1);
        for (int first : new int[] {0, channels / 2}) {
            GranuleSource source = new GranuleSource(numbered(channels), layout, channels);
            for (int c = first; c < channels; c++) {
                assertThat(source.finite(c)).containsExactly(c, 100 + c, 200 + c, 300 + c, 400 + c);
            }
        }
    }

    @Test
    void valuesThatAreNotFiniteAreLeftOut() {
        float[] values = numbered(3);
        values[1] = Float.NaN;
        values[3 * 4 + 1] = Float.NEGATIVE_INFINITY;
        Arrays.fill(values, 0, 1, Float.POSITIVE_INFINITY);
        GranuleSource source = new GranuleSource(values, new ChannelLayout(ROWS, 3, 1), 3);
        assertThat(source.finite(0)).containsExactly(100, 200, 300, 400);
        assertThat(source.finite(1)).containsExactly(101, 201, 301);
        assertThat(source.finite(2)).containsExactly(2, 102, 202, 302, 402);
    }

    @Test
    void whoAsksMayChangeWhatHeGetsAndAskAgain() {
        float[] values = numbered(4);
        float[] before = values.clone();
        GranuleSource source = new GranuleSource(values, new ChannelLayout(ROWS, 4, 1), 4);
        for (int c : new int[] {2, 3, 2, 0, 2}) {
            float[] own = source.finite(c);
            assertThat(own).containsExactly(c, 100 + c, 200 + c, 300 + c, 400 + c);
            Arrays.fill(own, -1);
        }
        assertThat(values).isEqualTo(before);
    }

    @Test
    void longRunsAndGroupsComeAsTheyLie() {
        float[] values = {0, 1, 2, 3, 4, 5, 6, 7};
        GranuleSource runs = new GranuleSource(values, new ChannelLayout(1, 2, 4), 2);
        assertThat(runs.finite(0)).containsExactly(0, 1, 2, 3);
        assertThat(runs.finite(1)).containsExactly(4, 5, 6, 7);
        assertThat(values).containsExactly(0, 1, 2, 3, 4, 5, 6, 7);
        GranuleSource whole = new GranuleSource(values, new ChannelLayout(8, 1, 1), 1);
        assertThat(whole.finite(0)).containsExactly(values);
    }

    @Test
    void anEmptyLayerHasNoValues() {
        GranuleSource source = new GranuleSource(new float[0], new ChannelLayout(0, 3, 1), 3);
        assertThat(source.finite(0)).isEmpty();
        assertThat(source.finite(2)).isEmpty();
    }
}
