package org.bitwright.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class SpareRoomTest {
    @Test
    void memoryThatWasGivenBackIsTakenAgainForTheSameSize() {
        SpareRoom spare = new SpareRoom(1000);
        ByteBuffer first = spare.take(300);
        ByteBuffer second = spare.take(300);
        spare.give(first);

        assertThat(second).isNotSameAs(first);
        assertThat(spare.take(200)).isNotSameAs(first);
        assertThat(spare.take(300)).isSameAs(first);
        assertThat(spare.take(300)).isNotSameAs(first).isNotSameAs(second);
    }

    @Test
    void whatIsSpareIsLetGoBeforeThereIsTooMuch() {
        SpareRoom spare = new SpareRoom(1000);
        ByteBuffer used = spare.take(300);
        ByteBuffer given = spare.take(600);
        spare.give(given);

        spare.take(700);

        assertThat(spare.take(600)).isNotSameAs(given);
        spare.give(used);
        spare.clear();
        assertThat(spare.take(300)).isNotSameAs(used);
    }
}
