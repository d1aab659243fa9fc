package org.bitwright.training.quantizer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalInt;
import org.bitwright.quant.Granularity;
import org.bitwright.quant.GranuleLayout;
import org.bitwright.quant.Layers;
import org.bitwright.quant.Range;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GranuleEndsTest {

    /** Channels on the last axis lie in rows, those on the first in runs: two of each. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void infinityIsNoticedInEveryChannel(int axis) {
        GranuleEnds ends =
                new GranuleEnds(GranuleLayout.of(Layers.layer(OptionalInt.of(axis), 2, 2), Granularity.CHANNEL));
        float[] values = {1, -2, 3, -4};
        assertThat(ends.find(values)).isTrue();
        assertThat(ends.range(0)).isEqualTo(axis == 0 ? new Range(-2, 1) : new Range(1, 3));
        assertThat(ends.range(1)).isEqualTo(axis == 0 ? new Range(-4, 3) : new Range(-4, -2));
        for (float bad : new float[] {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}) {
            for (int place = 0; place < values.length; place++) {
                float[] broken = values.clone();
                broken[place] = bad;
                assertThat(ends.find(broken)).as(place + ": " + bad).isFalse();
            }
        }
    }
}
