package org.bitwright.analysis.search;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FreeLayerTest {

    @Test
    void theFrontHoldsWhatNothingBeats() {
        // 6 costs no more and loses less than 5 at 7; 8 at 3 loses no less than 6 at 3.
        FreeLayer layer = Choices.layer(4, 9, 7, 5, 6, 3, 8, 3, 9, 1);

        assertThat(layer.front()).extracting(LayerChoice::cost).containsExactly(4L, 6L, 9L);
        assertThat(layer.front()).extracting(LayerChoice::damage).containsExactly(9.0, 3.0, 1.0);
        assertThat(layer.choices()).hasSize(5);
    }

    @Test
    void findsWhatCostsNoMore() {
        FreeLayer layer = Choices.layer(4, 9, 6, 3, 9, 1);

        assertThat(layer.within(3)).isZero();
        assertThat(layer.within(8)).isEqualTo(1);
        assertThat(layer.within(9)).isEqualTo(2);
        assertThat(layer.choice(Choices.bits(3))).contains(layer.choices().get(1));
        assertThat(layer.choice(Choices.bits(9))).isEmpty();
    }
}
