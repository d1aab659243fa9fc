package org.bitwright.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.bitwright.model.Shape;
import org.junit.jupiter.api.Test;

class SampleChangesTest {
    private static final float[] IMAGE = {9, 1, 2, 3, 4, 5};

    /** All that one pixel up, down, left, right can make of an image, worked out by moving its rows and columns. */
    @Test
    void shifts_bring_in_the_corner() {
        Set<List<Float>> wanted = new HashSet<>();
        wanted.add(List.of(9f, 1f, 2f, 3f, 4f, 5f));
        wanted.add(List.of(9f, 9f, 1f, 9f, 3f, 4f));
        wanted.add(List.of(1f, 2f, 9f, 4f, 5f, 9f));
        wanted.add(List.of(9f, 9f, 9f, 9f, 1f, 2f));
        wanted.add(List.of(9f, 9f, 9f, 9f, 9f, 1f));
        wanted.add(List.of(9f, 9f, 9f, 1f, 2f, 9f));
        wanted.add(List.of(3f, 4f, 5f, 9f, 9f, 9f));
        wanted.add(List.of(9f, 3f, 4f, 9f, 9f, 9f));
        wanted.add(List.of(4f, 5f, 9f, 9f, 9f, 9f));
        assertThat(seen(new Augmentation(1, false), Shape.of(1, 2, 3), IMAGE)).isEqualTo(wanted);
    }

    @Test
    void flips_mirror_left_to_right() {
        assertThat(seen(new Augmentation(0, true), Shape.of(2, 3), IMAGE))
                .containsExactlyInAnyOrder(List.of(9f, 1f, 2f, 3f, 4f, 5f), List.of(2f, 1f, 9f, 5f, 4f, 3f));
    }

    /** Each pixel keeps its channels together when they lie behind the width. */
    @Test
    void channels_may_lie_last() {
        float[] image = new float[5 * 2 * 3];
        float[] mirrored = new float[image.length];
        for (int i = 0; i < image.length; i++) {
            image[i] = i;
            int row = i / 6;
            int column = i % 6 / 3;
            mirrored[row * 6 + (1 - column) * 3 + i % 3] = i;
        }
        Set<List<Float>> seen = seen(new Augmentation(0, true), Shape.of(5, 2, 3), image);
        assertThat(seen).containsExactlyInAnyOrder(list(image), list(mirrored));
    }

    @Test
    void samples_without_height_and_width_cannot_be_changed() {
        assertThat(SampleChanges.of(new Augmentation(1, true), Shape.of(10))).isEmpty();
    }

    private static Set<List<Float>> seen(Augmentation augmentation, Shape shape, float[] image) {
        SampleChanges changes = SampleChanges.of(augmentation, shape).orElseThrow();
        SplittableRandom random = new SplittableRandom(1);
        Set<List<Float>> seen = new HashSet<>();
        for (int i = 0; i < 200; i++) {
            float[] behindAnother = new float[image.length + 2];
            Arrays.fill(behindAnother, 0, 2, -7);
            System.arraycopy(image, 0, behindAnother, 2, image.length);
            changes.apply(behindAnother, 2, random);
            assertThat(behindAnother).startsWith(-7, -7);
            seen.add(list(Arrays.copyOfRange(behindAnother, 2, behindAnother.length)));
        }
        return seen;
    }

    private static List<Float> list(float[] values) {
        List<Float> list = new ArrayList<>();
        for (float value : values) {
            list.add(value);
        }
        return list;
    }
}
