package org.bitwright.project;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;
import org.bitwright.model.Dataset;
import org.bitwright.model.Shape;
import org.junit.jupiter.api.Test;

class HeldOutTest {
    private record Labelled(int size, Optional<int[]> labels) implements Dataset {
        @Override
        public String name() {
            return "labelled";
        }

        @Override
        public Shape sampleShape() {
            return Shape.of(1);
        }

        @Override
        public void read(int first, int count, float[] into, int at) {
            throw new AssertionError("which samples are held out does not depend on what they are");
        }

        @Override
        public String digest() {
            return "";
        }
    }

    private static long ofClass(int[] positions, int[] labels, int label) {
        return Arrays.stream(positions).filter(i -> labels[i] == label).count();
    }

    @Test
    void theSameShareOfEachClassIsHeldOut() {
        // 600 of class 0, 300 of class 1, 100 of class 2, sorted as some files are.
        int[] labels =
                IntStream.range(0, 1000).map(i -> i < 600 ? 0 : i < 900 ? 1 : 2).toArray();
        HeldOut parts = HeldOut.of(new Labelled(1000, Optional.of(labels)), 0.1);
        assertThat(ofClass(parts.validation(), labels, 0)).isEqualTo(60);
        assertThat(ofClass(parts.validation(), labels, 1)).isEqualTo(30);
        assertThat(ofClass(parts.validation(), labels, 2)).isEqualTo(10);
        assertThat(IntStream.concat(Arrays.stream(parts.training()), Arrays.stream(parts.validation()))
                        .sorted()
                        .toArray())
                .isEqualTo(IntStream.range(0, 1000).toArray());
        assertThat(parts.training()).isSorted();
        assertThat(parts.validation()).isSorted();
        // Not the first or last ones of a class.
        assertThat(parts.validation()[0]).isLessThan(60);
        assertThat(parts.validation()[59]).isBetween(540, 599);
    }

    @Test
    void unlabelledSamplesAreHeldOutToo() {
        HeldOut parts = HeldOut.of(new Labelled(11, Optional.empty()), 0.5);
        assertThat(parts.training().length + parts.validation().length).isEqualTo(11);
        // 5.5, to the nearest.
        assertThat(parts.validation()).hasSize(6);
    }

    @Test
    void shareOfNothingHoldsNothingOut() {
        assertThat(HeldOut.of(new Labelled(10, Optional.empty()), 0).validation())
                .isEmpty();
        assertThat(HeldOut.of(new Labelled(4, Optional.empty()), 0.1).validation())
                .isEmpty();
    }
}
