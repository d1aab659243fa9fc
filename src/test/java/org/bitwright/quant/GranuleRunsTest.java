package org.bitwright.quant;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.bitwright.model.Shape;
import org.junit.jupiter.api.Test;

class GranuleRunsTest {
    private static final List<GranuleLayout> LAYOUTS = List.of(
            ChannelLayout.tensor(Shape.of(7, 11)),
            ChannelLayout.channels(Shape.of(7, 3, 5), 0),
            ChannelLayout.channels(Shape.of(7, 3, 5), 1),
            ChannelLayout.channels(Shape.of(7, 3, 5), 2),
            GroupLayout.of(Shape.of(7, 10), 1, 4),
            GroupLayout.of(Shape.of(7, 10), 1, 32),
            GroupLayout.of(Shape.of(10, 7), 0, 4),
            GroupLayout.of(Shape.of(3, 9, 2, 2), 1, 4),
            GroupLayout.of(Shape.of(3, 9, 2), 2, 1));

    @Test
    void everyValueIsVisitedOnceInItsGranule() {
        Random random = new Random(1);
        for (GranuleLayout layout : LAYOUTS) {
            for (int round = 0; round < 50; round++) {
                int from = random.nextInt(layout.size());
                int to = from + random.nextInt(layout.size() - from + 1);
                int[] next = {from};
                new GranuleRuns(layout).visit(from, to, (granule, first, end) -> {
                    assertThat(first).isEqualTo(next[0]).isLessThan(end);
                    for (int i = first; i < end; i++) {
                        assertThat(granule).as("%s at %d", layout, i).isEqualTo(layout.granule(i));
                    }
                    next[0] = end;
                });
                assertThat(next[0]).isEqualTo(to);
            }
        }
    }
}
